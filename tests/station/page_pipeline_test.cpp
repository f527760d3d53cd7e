#include "station/page_pipeline.h"

#include "imaging/measure.h"
#include "record/fault.h"
#include "regulation/judge.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

// Order, faults and limits of the pipeline, with a source that does as the test says: none of it
// can be had from a real feeder at will. The real one runs in tests/cli.
namespace seihon::station {

namespace {

using record::Fault;
using record::FaultKind;

record::PageImage paper(std::int64_t feed) {
    record::PageImage page;
    page.width = 120;
    page.height = 300;
    page.dpiX = page.dpiY = 100;
    page.stride = page.rowBytes();
    page.bytes.resize(static_cast<std::size_t>(page.stride * page.height));
    auto random = static_cast<std::uint32_t>(feed);
    for (std::uint8_t& sample : page.bytes) {
        random = random * 1664525U + 1013904223U;
        sample = static_cast<std::uint8_t>(200 + (random >> 28));
    }
    return page;
}

class ScriptedSource : public capture::ScanSource {
  public:
    std::int64_t pages = 3;
    std::optional<Fault> fault;  // instead of the good end
    bool waitsAtEnd = false;     // for a stop, as a feeder that does not get on
    std::int64_t restartsAt = 0; // this feed begins twice
    std::atomic<std::int64_t> asked{0};
    std::atomic<bool> stopped{false};

    std::optional<capture::CapturedPage> next(const capture::ScanControl& control) override {
        const std::int64_t feed = ++asked;
        if (feed > pages) {
            while (waitsAtEnd && !control.cancel.stop_requested() &&
                   !control.stop.stop_requested()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            stopped = control.cancel.stop_requested();
            if (stopped) {
                throw Fault(FaultKind::ScanCancelled, "cancelled");
            }
            if (fault) {
                throw Fault(*fault);
            }
            return std::nullopt;
        }
        if (feed == restartsAt) {
            deliver(feed, paper(99), 200);
        }
        return deliver(feed, paper(feed), 300);
    }
    std::int64_t sheetsLetGo() const override { return asked; }
    void follow(capture::RowsSeen seen) override { m_seen = std::move(seen); }

  private:
    capture::CapturedPage deliver(std::int64_t feed, record::PageImage whole, std::int64_t upTo) {
        record::PageImage arriving = whole.clone();
        arriving.height = 0;
        arriving.bytes.clear();
        for (std::int64_t rows = 0; rows <= upTo; rows += 50) {
            arriving.bytes.assign(whole.bytes.begin(),
                                  whole.bytes.begin() +
                                      static_cast<std::ptrdiff_t>(rows * whole.stride));
            if (m_seen) {
                m_seen({feed, record::Side::Front, arriving, 300, rows});
            }
        }
        capture::CapturedPage page;
        page.image = std::move(whole);
        page.facts.feed = feed;
        return page;
    }

    capture::RowsSeen m_seen;
};

TEST(PagePipeline, hands_over_every_page_in_order_encoded_hashed_and_measured) {
    ScriptedSource source;
    source.pages = 7;
    source.restartsAt = 3;
    PagePipeline pipeline(source, {}, {});
    for (std::int64_t feed = 1; feed <= 7; ++feed) {
        std::optional<PreparedPage> page = pipeline.next();
        ASSERT_TRUE(page);
        EXPECT_EQ(page->facts.feed, feed);
        const record::PageImage image = paper(feed);
        EXPECT_EQ(page->master.file, imaging::encodeTiff(image));
        EXPECT_EQ(page->master.pixels, record::pixelDigest(image));
        EXPECT_EQ(page->master.fileDigest, record::sha256(page->master.file));
        EXPECT_EQ(record::toJson(page->measured().numbers),
                  record::toJson(imaging::measurePage(image, page->facts)));
    }
    EXPECT_FALSE(pipeline.next());
}

TEST(PagePipeline, pages_before_a_fault_come_before_it) {
    ScriptedSource source;
    source.fault = Fault(FaultKind::PaperJam, "jam", {{"sheet", "4"}});
    PagePipeline pipeline(source, {}, {});
    for (std::int64_t feed = 1; feed <= 3; ++feed) {
        const std::optional<PreparedPage> page = pipeline.next();
        ASSERT_TRUE(page);
        EXPECT_EQ(page->facts.feed, feed);
    }
    for (int again = 0; again < 2; ++again) {
        try {
            pipeline.next();
            FAIL() << "no fault";
        } catch (const Fault& fault) {
            EXPECT_EQ(fault.kind, FaultKind::PaperJam);
            EXPECT_EQ(fault.context.at("sheet"), "4");
        }
    }
}

// Memory does not depend on the batch, and no sheet is fed that nobody will ask for.
TEST(PagePipeline, never_runs_further_ahead_than_it_may) {
    for (const std::int64_t ahead : {0, 1, 2}) {
        ScriptedSource source;
        source.pages = 50;
        PagePipeline pipeline(source, {.ahead = ahead}, {});
        for (std::int64_t feed = 1; feed <= 6; ++feed) {
            ASSERT_TRUE(pipeline.next());
            std::this_thread::sleep_for(std::chrono::milliseconds(5)); // time to overtake
            EXPECT_LE(source.asked, feed + ahead);
        }
    }
}

TEST(PagePipeline, asks_for_nothing_before_it_is_asked_itself) {
    ScriptedSource source;
    {
        PagePipeline pipeline(source, {.ahead = 0}, {});
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        EXPECT_EQ(source.asked, 0);
        ASSERT_TRUE(pipeline.next());
    }
    EXPECT_EQ(source.asked, 1) << "one sheet was wanted, one was fed";
}

TEST(PagePipeline, a_cancel_reaches_the_source_and_what_was_whole_is_kept) {
    ScriptedSource source;
    source.waitsAtEnd = true;
    std::stop_source stop;
    PagePipeline pipeline(source, {}, stop.get_token());
    for (std::int64_t feed = 1; feed <= 3; ++feed) {
        ASSERT_TRUE(pipeline.next());
    }
    stop.request_stop();
    EXPECT_THROW(pipeline.next(), Fault);
    EXPECT_TRUE(source.stopped);
}

TEST(PagePipeline, a_stop_lets_the_source_come_to_its_good_end) {
    ScriptedSource source;
    source.waitsAtEnd = true;
    std::stop_source stop;
    PagePipeline pipeline(source, {}, capture::ScanControl(stop.get_token(), {}));
    for (std::int64_t feed = 1; feed <= 3; ++feed) {
        ASSERT_TRUE(pipeline.next());
    }
    stop.request_stop();
    EXPECT_FALSE(pipeline.next());
    EXPECT_FALSE(source.stopped);
}

TEST(PagePipeline, giving_up_ends_a_source_that_does_not_get_on) {
    ScriptedSource source;
    source.waitsAtEnd = true;
    {
        PagePipeline pipeline(source, {.ahead = 4}, {});
        ASSERT_TRUE(pipeline.next());
        while (source.asked <= source.pages) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    EXPECT_TRUE(source.stopped);
}

TEST(PagePipeline, a_cancel_that_came_before_is_heard) {
    ScriptedSource source;
    source.pages = 0;
    source.waitsAtEnd = true;
    std::stop_source stop;
    stop.request_stop();
    PagePipeline pipeline(source, {}, stop.get_token());
    EXPECT_THROW(pipeline.next(), Fault);
}

// A check that fails: the page stays, not checked, and cannot be signed.
TEST(PagePipeline, a_page_whose_measuring_failed_is_kept_as_not_measured) {
    std::promise<MeasuredPage> failing;
    failing.set_exception(std::make_exception_ptr(std::bad_alloc()));
    PreparedPage page;
    page.measurement = failing.get_future();
    const record::PageMeasurement measurement = page.measured().numbers;
    regulation::Regulation rules;
    rules.classes["letter"].id = "letter";
    record::Original original;
    original.documentClass = "letter";
    const record::Verdict verdict = regulation::judgePage(rules, original, page.facts, measurement);
    EXPECT_TRUE(verdict.has(record::FindingId::NotMeasured));
    EXPECT_FALSE(verdict.permitted());
}

} // namespace

} // namespace seihon::station
