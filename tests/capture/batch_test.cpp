#include "capture/batch.h"

#include "feeder_fixture.h"

namespace seihon::capture::test {
namespace {

using record::FaultKind;
using record::Json;
using record::PaperSource;
using record::Side;

// A worker made of words: each test changes one of them.
class BatchTest : public ::testing::Test {
  protected:
    explicit BatchTest(PaperSource source = PaperSource::FeederSimplex) {
        m_profile.source = source;
        m_profile.dpi = 100;
        restart();
    }

    void restart() { m_batch.emplace(BatchOrder{m_profile, "d:0", {}}); }
    void say(FrameType type, const Json& word) {
        const std::string text = record::canonical(word);
        m_batch->take({type, {text.begin(), text.end()}}, record::Instant{});
    }
    void rows(std::size_t bytes) {
        m_batch->take(Frame{FrameType::Rows, std::vector<std::uint8_t>(bytes, 5)},
                      record::Instant{});
    }
    void hello() { say(FrameType::Hello, Json::object({{"version", 1}})); }
    void opened() {
        OpenedWord word;
        word.device.name = "d:0";
        word.delivered = m_profile;
        say(FrameType::Opened, toJson(word));
    }
    void feeding(std::int64_t feed = 1, Side side = Side::Front) {
        say(FrameType::Feeding, Json::object({{"feed", feed}, {"side", record::enumName(side)}}));
    }
    PageWord word(std::int64_t feed = 1, Side side = Side::Front) const {
        PageWord made;
        made.feed = feed;
        made.side = side;
        made.sides = m_profile.source == PaperSource::FeederDuplex ? 2 : 1;
        made.width = 10;
        made.lines = 4;
        made.bytesPerLine = 30;
        made.dpiX = made.dpiY = 100;
        return made;
    }
    void start(const PageWord& made) { say(FrameType::PageStart, toJson(made)); }
    void pageEnd(std::int64_t lines = 4, std::int64_t bytes = 120) {
        say(FrameType::PageEnd, Json::object({{"lines", lines}, {"bytes", bytes}}));
    }
    void end() { say(FrameType::End, Json(Json::Object())); }
    void wholePage(std::int64_t feed = 1, Side side = Side::Front) {
        feeding(feed, side);
        start(word(feed, side));
        rows(120);
        pageEnd();
    }
    void untilOpened() {
        restart();
        hello();
        opened();
    }

    template <typename Action>
    void expectDisbelief(Action action, const char* sheet = "1") {
        const record::Fault fault = faultOf(action);
        EXPECT_EQ(record::nameOf(fault.kind), "WorkerDied") << fault.what();
        EXPECT_EQ(fault.context.at("sheet"), sheet);
        EXPECT_EQ(fault.context.at("device"), "d:0");
        EXPECT_FALSE(m_batch->nextReady().has_value());
    }

    record::ScanProfile m_profile;
    std::optional<Batch> m_batch;
};

class DuplexBatchTest : public BatchTest {
  protected:
    DuplexBatchTest() : BatchTest(PaperSource::FeederDuplex) {}
};

TEST_F(BatchTest, AnHonestWorkerIsBelieved) {
    untilOpened();
    wholePage(1);
    wholePage(2);
    feeding(3);
    end();
    EXPECT_TRUE(m_batch->ended());
    const auto first = m_batch->nextReady();
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->image.height, 4);
    EXPECT_EQ(first->facts.bytesRead, 120);
    EXPECT_EQ(m_batch->nextReady()->facts.feed, 2);
    EXPECT_FALSE(m_batch->nextReady().has_value());
}

TEST_F(BatchTest, WordsOutOfOrderAreNotBelieved) {
    expectDisbelief([&] {
        restart();
        opened();
    });
    expectDisbelief([&] {
        restart();
        feeding();
    });
    expectDisbelief([&] {
        restart();
        say(FrameType::Hello, Json::object({{"version", 2}}));
    });
    expectDisbelief([&] {
        untilOpened();
        hello();
    });
    expectDisbelief([&] {
        untilOpened();
        opened();
    });
    expectDisbelief([&] {
        untilOpened();
        start(word());
    });
    expectDisbelief([&] {
        untilOpened();
        rows(30);
    });
    expectDisbelief([&] {
        untilOpened();
        pageEnd();
    });
    expectDisbelief([&] {
        untilOpened();
        feeding();
        feeding();
    });
    expectDisbelief([&] {
        untilOpened();
        feeding();
        rows(30);
    });
    expectDisbelief([&] {
        untilOpened();
        feeding(2);
    });
    expectDisbelief([&] {
        untilOpened();
        feeding(1, Side::Back);
    });
    expectDisbelief([&] {
        untilOpened();
        say(FrameType::Devices, Json(Json::Object()));
    });
    expectDisbelief([&] {
        untilOpened();
        say(FrameType::Command, Json(Json::Object()));
    });
}

TEST_F(BatchTest, SettingsOtherThanAskedAreNotBelieved) {
    const auto openedWith = [&](auto change) {
        restart();
        hello();
        OpenedWord made;
        made.device.name = "d:0";
        made.delivered = m_profile;
        change(made.delivered);
        say(FrameType::Opened, toJson(made));
    };
    EXPECT_NO_THROW(openedWith([](record::ScanProfile& p) { p.areaWidthMicrometres += 999; }));
    expectDisbelief([&] { openedWith([](record::ScanProfile& p) { p.dpi = 200; }); });
    expectDisbelief([&] { openedWith([](record::ScanProfile& p) { p.bitsPerSample = 16; }); });
    expectDisbelief(
        [&] { openedWith([](record::ScanProfile& p) { p.mode = record::ColourMode::Grey; }); });
    expectDisbelief(
        [&] { openedWith([](record::ScanProfile& p) { p.source = PaperSource::Flatbed; }); });
    expectDisbelief(
        [&] { openedWith([](record::ScanProfile& p) { p.areaHeightMicrometres -= 1001; }); });
}

TEST_F(BatchTest, PagesOtherThanAnnouncedAreNotBelieved) {
    const auto startedWith = [&](auto change) {
        untilOpened();
        feeding();
        PageWord made = word();
        change(made);
        start(made);
    };
    EXPECT_NO_THROW(startedWith([](PageWord&) {}));
    expectDisbelief([&] { startedWith([](PageWord& w) { w.feed = 2; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.side = Side::Back; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.sides = 2; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.channels = 1; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.dpiX = 300; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.wireFormat = "png"; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.sourceName = "x"; }); });
    expectDisbelief([&] { startedWith([](PageWord& w) { w.bytesPerLine = 10; }); });
}

TEST_F(BatchTest, BytesMustAddUp) {
    const auto deliver = [&](std::size_t bytes, std::int64_t lines, std::int64_t said) {
        untilOpened();
        feeding();
        start(word());
        rows(bytes);
        pageEnd(lines, said);
    };
    EXPECT_NO_THROW(deliver(120, 4, 120));
    ASSERT_TRUE(m_batch->nextReady().has_value());
    expectDisbelief([&] { deliver(150, 4, 120); });
    expectDisbelief([&] { deliver(90, 3, 90); });
    expectDisbelief([&] { deliver(90, 4, 120); });
    expectDisbelief([&] { deliver(119, 4, 120); });
    expectDisbelief([&] { deliver(120, 5, 120); });
}

TEST_F(BatchTest, AnUnknownLengthIsMeasuredInWholeRows) {
    const auto deliver = [&](std::size_t bytes) {
        untilOpened();
        feeding();
        PageWord made = word();
        made.lines = -1;
        start(made);
        rows(bytes);
        pageEnd(static_cast<std::int64_t>(bytes) / 30, static_cast<std::int64_t>(bytes));
    };
    deliver(210);
    EXPECT_EQ(m_batch->nextReady()->image.height, 7);
    expectDisbelief([&] { deliver(211); });
}

TEST_F(BatchTest, EndlessRowsAreCutOff) {
    untilOpened();
    feeding();
    PageWord made = word();
    made.lines = -1;
    start(made);
    // 305 mm were asked for, at 100 dpi and 30 bytes a row; drivers round by 2.5 mm at most.
    rows(1200 * 30);
    rows(10 * 30);
    expectDisbelief([&] { rows(1); });
}

TEST_F(BatchTest, ASheetLiesOnItsPage) {
    const auto deliver = [&](record::RectPx rect) {
        untilOpened();
        feeding();
        PageWord made = word();
        made.sheetRect = rect;
        start(made);
        rows(120);
        pageEnd();
    };
    EXPECT_NO_THROW(deliver({0, 0, 10, 4}));
    ASSERT_TRUE(m_batch->nextReady().has_value());
    expectDisbelief([&] { deliver({1, 0, 10, 4}); });
    expectDisbelief([&] { deliver({0, -1, 10, 4}); });
    expectDisbelief([&] { deliver({0, 0, 10, 5}); });
    expectDisbelief([&] { deliver({0, 0, 0, 4}); });
    expectDisbelief([&] { deliver({(1ll << 53) - 1, 0, 2, 2}); });
}

TEST_F(BatchTest, AnEndWithPagesMissingIsNotBelieved) {
    expectDisbelief([&] {
        untilOpened();
        feeding();
        end();
    });
    untilOpened();
    wholePage(1);
    EXPECT_TRUE(m_batch->nextReady().has_value());
    expectDisbelief([&] { end(); }, "2"); // without having looked for paper
    untilOpened();
    wholePage(1);
    m_batch->nextReady();
    feeding(2);
    start(word(2));
    expectDisbelief([&] { end(); }, "2");
}

TEST_F(BatchTest, FaultsNameTheSheetReckonedHere) {
    untilOpened();
    wholePage(1);
    feeding(2);
    const record::Fault lie(FaultKind::PaperJam, "jam", {{"sheet", "77"}, {"note", "kept"}});
    const record::Fault fault = faultOf([&] { say(FrameType::Fault, toJson(lie)); });
    EXPECT_EQ(fault.kind, FaultKind::PaperJam);
    EXPECT_EQ(fault.context.at("sheet"), "2");
    EXPECT_EQ(fault.context.at("note"), "kept");
    EXPECT_TRUE(m_batch->nextReady().has_value()) << "sheet 1 was whole";
}

TEST_F(BatchTest, AnEmptyFeederAfterAPageIsNotBelieved) {
    untilOpened();
    wholePage(1);
    m_batch->nextReady();
    feeding(2);
    const record::Fault empty(FaultKind::FeederEmpty, "empty");
    expectDisbelief([&] { say(FrameType::Fault, toJson(empty)); }, "2");
}

TEST_F(BatchTest, WordsThatAreNoJsonAreNotBelieved) {
    untilOpened();
    expectDisbelief([&] { m_batch->take({FrameType::Feeding, {'{', '}', 'x'}}, {}); });
    expectDisbelief([&] { m_batch->take({FrameType::Feeding, {'[', ']'}}, {}); });
    expectDisbelief([&] { m_batch->take({FrameType::Feeding, {'{', '}'}}, {}); });
}

TEST_F(DuplexBatchTest, ASheetComesOutOnlyWithBothSides) {
    untilOpened();
    wholePage(1, Side::Front);
    EXPECT_FALSE(m_batch->nextReady().has_value());
    wholePage(1, Side::Back);
    EXPECT_EQ(m_batch->nextReady()->facts.side, Side::Front);
    EXPECT_EQ(m_batch->nextReady()->facts.side, Side::Back);
    wholePage(2, Side::Front);
    feeding(2, Side::Back);
    expectDisbelief([&] { end(); }, "2");
}

TEST_F(DuplexBatchTest, SidesAlternate) {
    untilOpened();
    wholePage(1, Side::Front);
    expectDisbelief([&] { feeding(2, Side::Front); });
    expectDisbelief([&] { feeding(1, Side::Front); });
}

} // namespace
} // namespace seihon::capture::test
