// The worker's frames as the station reads them: whatever comes, a page that comes out is whole and
// bounded.
#include "capture/batch.h"

#include <cstdlib>

using namespace seihon;

namespace {

void holdsTogether(const capture::CapturedPage& page) {
    const record::PageImage& image = page.image;
    if (image.width <= 0 || image.height <= 0 || image.stride < image.rowBytes() ||
        static_cast<std::int64_t>(image.bytes.size()) != image.stride * image.height) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    // The first byte chooses the batch and how the stream is cut.
    capture::BatchOrder order;
    order.device = "fuzz:0";
    if ((data[0] & 1) != 0) {
        order.profile.source = record::PaperSource::Folder;
        order.files = {{"a.png", 1, record::Side::Front, 1}, {"b.png", 2, record::Side::Front, 1}};
    } else if ((data[0] & 2) != 0) {
        order.profile.source = record::PaperSource::FeederDuplex;
    }
    capture::Batch batch(std::move(order));
    capture::FrameParser parser;
    const std::size_t half = size / 2;
    try {
        for (const record::Bytes part :
             {record::Bytes(data + 1, half > 0 ? half - 1 : 0),
              record::Bytes(data + (half > 0 ? half : 1), size - (half > 0 ? half : 1))}) {
            parser.feed(part);
            while (const std::optional<capture::Frame> frame = parser.next()) {
                batch.take(*frame, record::Instant{});
                while (const std::optional<capture::CapturedPage> page = batch.nextReady()) {
                    holdsTogether(*page);
                }
            }
        }
    } catch (const record::Fault&) {
    }
    return 0;
}
