#pragma once

#include "capture/scan_source.h"
#include "imaging/duplicate.h"
#include "imaging/master.h"
#include "record/page_measurement.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace seihon::station {

// What the pixels say, and what stands on the page for finding it again.
struct MeasuredPage {
    record::PageMeasurement numbers;
    imaging::ContentMap content;
};

// A page side on its way: encoded, proven to decode to its pixels, hashed; being measured. Its
// pixels are gone as soon as they are measured.
struct PreparedPage {
    record::CaptureFacts facts;
    std::int64_t width = 0, height = 0, dpi = 0;
    int channels = 3, bitsPerSample = 8;
    imaging::Master master;
    // Empty where the measuring failed: the page stays and counts as not measured. Waits for it.
    MeasuredPage measured();

    std::future<MeasuredPage> measurement;
};

// Works on several pages at once. One thread receives rows and encodes them while they come, each
// whole page is measured by another, and the caller of next() writes files and entries; at most
// `ahead` pages wait between them, so memory does not depend on the length of the batch.
class PagePipeline {
  public:
    struct Settings {
        // Pages that may wait; 0: the source is asked for a page only when next() asks for one.
        std::int64_t ahead = 2;
        imaging::LineArtCoding lineArt = imaging::LineArtCoding::Deflate;
    };
    PagePipeline(capture::ScanSource& source, Settings settings,
                 const capture::ScanControl& control);
    // Gives the batch up: the source is cancelled, pages not handed over are forgotten.
    ~PagePipeline();
    PagePipeline(const PagePipeline&) = delete;
    PagePipeline& operator=(const PagePipeline&) = delete;

    // In the order of the source; empty when the paper ran out in good order. What the source threw
    // comes after the pages before it.
    std::optional<PreparedPage> next();

  private:
    using Side = std::pair<std::int64_t, record::Side>; // feed, side

    void receive();
    bool mayFetch();
    void encodePart(const capture::PagePart& part);
    PreparedPage prepare(capture::CapturedPage captured);
    void handOver(std::optional<PreparedPage> page, std::exception_ptr failure);

    capture::ScanSource& m_source;
    const Settings m_settings;
    std::map<Side, imaging::MasterEncoder> m_encoders; // of the receiving thread alone

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<PreparedPage> m_ready;
    std::int64_t m_asked = 0;   // calls of next()
    std::int64_t m_fetched = 0; // calls of the source
    bool m_ended = false;
    bool m_givenUp = false;
    std::exception_ptr m_failure;

    std::stop_token m_stop;
    std::stop_source m_cancel; // by the caller's cancel, and when the batch is given up
    std::stop_callback<std::function<void()>> m_forwardCancel;
    std::thread m_receiver; // the last member: it uses all the others
};

} // namespace seihon::station
