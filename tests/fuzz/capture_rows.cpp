// Rows into a page: whatever widths, lengths and pieces a worker comes up with, a page that comes
// out holds exactly the bytes that were sent, apart from bits that are no pixels, and never says
// that more was delivered than came.
#include "capture/batch.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace seihon;
using capture::FrameType;
using record::Json;

namespace {

class Choices {
  public:
    Choices(const std::uint8_t* data, std::size_t size) : m_data(data), m_size(size) {}
    bool empty() const { return m_at >= m_size; }
    int next() { return empty() ? 0 : m_data[m_at++]; }
    std::vector<std::uint8_t> bytes(std::size_t count) {
        const std::size_t have = std::min(count, m_size - m_at);
        std::vector<std::uint8_t> out(m_data + m_at, m_data + m_at + have);
        m_at += have;
        out.resize(count, 0xff); // the rest is white, which some drivers fill up with
        return out;
    }

  private:
    const std::uint8_t* m_data;
    std::size_t m_size;
    std::size_t m_at = 0;
};

void say(capture::Batch& batch, FrameType type, const Json& word) {
    const std::string text = record::canonical(word);
    batch.take({type, {text.begin(), text.end()}}, record::Instant{});
}

void expect(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool samePixels(const record::PageImage& image, const std::vector<std::uint8_t>& sent) {
    for (std::int64_t y = 0; y < image.height; ++y) {
        for (std::int64_t i = 0; i < image.stride; ++i) {
            const std::uint8_t got = image.row(y)[i];
            const std::uint8_t was = sent[static_cast<std::size_t>(y * image.stride + i)];
            const bool tail =
                image.bitsPerSample == 1 && i == image.rowBytes() - 1 && image.width % 8 != 0;
            const int mask = tail ? 0xff00 >> image.width % 8 & 0xff : 0xff;
            if (got != (was & mask)) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    const int shape = choices.next();
    capture::BatchOrder order;
    order.device = "fuzz:0";
    order.profile.dpi = 100;
    order.profile.mode = (shape & 1) != 0   ? record::ColourMode::LineArt
                         : (shape & 2) != 0 ? record::ColourMode::Grey
                                            : record::ColourMode::Colour;
    order.profile.bitsPerSample = (shape & 1) != 0 ? 1 : (shape & 4) != 0 ? 16 : 8;
    record::DeviceProfile known;
    known.name = "fuzz";
    known.backends = known.models = {"*"};
    known.fillsUp = (shape & 8) != 0;
    order.deviceProfiles = {known};
    capture::OpenedWord opened;
    opened.device.name = order.device;
    opened.delivered = order.profile;
    capture::PageWord word;
    word.feed = 1;
    word.width = choices.next() + 1;
    word.lines = choices.next() - 1;
    word.channels = order.profile.mode == record::ColourMode::Colour ? 3 : 1;
    word.bitsPerSample = order.profile.bitsPerSample;
    word.bytesPerLine =
        (word.width * word.channels * word.bitsPerSample + 7) / 8 + choices.next() % 5;
    word.dpiX = word.dpiY = 100;
    std::vector<std::uint8_t> sent;
    try {
        capture::Batch batch(std::move(order));
        say(batch, FrameType::Hello, Json::object({{"version", int{capture::kWireVersion}}}));
        say(batch, FrameType::Opened, capture::toJson(opened));
        say(batch, FrameType::Feeding, Json::object({{"feed", 1}, {"side", "front"}}));
        say(batch, FrameType::PageStart, capture::toJson(word));
        while (!choices.empty()) {
            const int high = choices.next();
            const std::vector<std::uint8_t> piece =
                choices.bytes(static_cast<std::size_t>(high * 16 + choices.next() + 1));
            sent.insert(sent.end(), piece.begin(), piece.end());
            batch.take({FrameType::Rows, piece}, record::Instant{});
        }
        // Round numbers of rows come often enough only with help.
        const auto line = static_cast<std::size_t>(word.bytesPerLine);
        const std::size_t whole = word.lines > 0 ? static_cast<std::size_t>(word.lines) * line
                                                 : (sent.size() + line - 1) / line * line;
        if (whole > sent.size()) {
            const std::vector<std::uint8_t> rest(whole - sent.size(), 0xff);
            sent.insert(sent.end(), rest.begin(), rest.end());
            batch.take({FrameType::Rows, rest}, record::Instant{});
        }
        const auto have = static_cast<std::int64_t>(sent.size());
        say(batch, FrameType::PageEnd,
            Json::object({{"lines", have / word.bytesPerLine}, {"bytes", have}}));
        const std::optional<capture::CapturedPage> page = batch.nextReady();
        expect(page.has_value());
        expect(static_cast<std::int64_t>(page->image.bytes.size()) == have);
        expect(page->image.height * page->image.stride == have);
        expect(samePixels(page->image, sent));
        expect(page->facts.bytesRead >= 0 && page->facts.bytesRead <= have);
        expect(known.fillsUp || page->facts.bytesRead == have);
    } catch (const record::Fault&) {
    }
    return 0;
}
