#include "station/page_pipeline.h"

#include "imaging/measure.h"
#include "record/fault.h"

namespace seihon::station {

using record::Fault;
using record::FaultKind;

MeasuredPage PreparedPage::measured() {
    try {
        return measurement.get();
    } catch (const std::exception&) {
        // A check that failed: the page is as good as its pixels; that nobody checked them is what
        // the regulation sees in the absent numbers.
        return {};
    }
}

PagePipeline::PagePipeline(capture::ScanSource& source, Settings settings,
                           const capture::ScanControl& control)
    : m_source(source), m_settings(settings), m_stop(control.stop),
      m_forwardCancel(control.cancel, [this] { m_cancel.request_stop(); }),
      m_receiver([this] { receive(); }) {
}

PagePipeline::~PagePipeline() {
    {
        const std::lock_guard lock(m_mutex);
        m_givenUp = true;
        m_changed.notify_all();
    }
    m_cancel.request_stop();
    m_receiver.join();
    m_source.follow(nullptr);
}

std::optional<PreparedPage> PagePipeline::next() {
    std::unique_lock lock(m_mutex);
    ++m_asked;
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return m_ended || !m_ready.empty(); });
    if (!m_ready.empty()) {
        PreparedPage page = std::move(m_ready.front());
        m_ready.pop_front();
        return page;
    }
    if (m_failure) {
        std::rethrow_exception(m_failure);
    }
    return std::nullopt;
}

// The page that the caller waits for, and `ahead` more: no sheet is fed that nobody will ask for.
bool PagePipeline::mayFetch() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_givenUp || m_fetched < m_asked + m_settings.ahead; });
    ++m_fetched;
    return !m_givenUp;
}

void PagePipeline::receive() {
    try {
        m_source.follow([this](const capture::PagePart& part) { encodePart(part); });
        while (mayFetch()) {
            std::optional<capture::CapturedPage> captured =
                m_source.next({m_stop, m_cancel.get_token()});
            if (!captured) {
                break;
            }
            handOver(prepare(std::move(*captured)), nullptr);
        }
        handOver(std::nullopt, nullptr);
    } catch (const Fault&) {
        handOver(std::nullopt, std::current_exception());
    } catch (const std::exception& error) {
        // No memory, no thread: the sheet goes back, the pages before it are safe.
        handOver(std::nullopt, std::make_exception_ptr(Fault(FaultKind::Internal, error.what())));
    }
}

void PagePipeline::encodePart(const capture::PagePart& part) {
    const Side side{part.feed, part.side};
    if (part.rows == 0) {
        m_encoders.erase(side); // of a try that came to nothing
    }
    const auto [encoder, fresh] =
        m_encoders.try_emplace(side, part.image, part.announcedLines, m_settings.lineArt);
    encoder->second.advance(part.image, part.rows);
}

PreparedPage PagePipeline::prepare(capture::CapturedPage captured) {
    auto image = std::make_shared<const record::PageImage>(std::move(captured.image));
    PreparedPage page;
    page.facts = std::move(captured.facts);
    // Started before the end of the encoding, so that both work at once.
    page.measurement = std::async(std::launch::async, [image, facts = page.facts]() mutable {
        MeasuredPage measured;
        measured.numbers = imaging::measurePage(*image, facts, measured.content);
        image.reset();
        return measured;
    });
    page.width = image->width;
    page.height = image->height;
    page.dpi = image->dpiX;
    page.channels = image->channels;
    page.bitsPerSample = image->bitsPerSample;
    const auto [encoder, fresh] = m_encoders.try_emplace(Side{page.facts.feed, page.facts.side},
                                                         *image, image->height, m_settings.lineArt);
    page.master = encoder->second.finish(*image);
    m_encoders.erase(encoder);
    return page;
}

void PagePipeline::handOver(std::optional<PreparedPage> page, std::exception_ptr failure) {
    const std::lock_guard lock(m_mutex);
    if (page) {
        m_ready.push_back(std::move(*page));
    } else {
        m_ended = true;
        m_failure = std::move(failure);
    }
    m_changed.notify_all();
}

} // namespace seihon::station
