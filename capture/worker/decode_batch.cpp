#include "capture/worker/decode_batch.h"

#include "capture/decode/foreign_image.h"
#include "record/page_image.h"

#include <new>
#include <system_error>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;
using record::Json;

static_assert(DecodeLimits{}.pixelsPerSide == record::kMaxPagePixelsPerSide);
static_assert(DecodeLimits{}.bytes == record::kMaxPageBytes);

namespace {

constexpr std::int64_t kMaxFileBytes = record::kMaxPageBytes;

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
    throw Fault(FaultKind::ImageUnreadable, name + ": " + why, {{"file", name}, {"reason", why}});
}

ForeignImage decode(const std::string& path, const std::string& name) {
    try {
        ForeignImage image = decodeImage(readWholeFile(path, kMaxFileBytes));
        if (image.dpiX <= 0 || image.dpiY <= 0) {
            refuse(name, "the file does not say its resolution");
        }
        if (!dropOpaqueAlpha(image)) {
            refuse(name, "parts of the image are transparent");
        }
        return image;
    } catch (const UnreadableImage& unreadable) {
        refuse(name, unreadable.what());
    } catch (const std::bad_alloc&) {
        refuse(name, "too large for the memory allowed");
    } catch (const std::system_error& error) {
        throw Fault(FaultKind::NotFound, error.what(), {{"file", name}});
    }
}

void sendPage(const Json& file, const ForeignImage& image, Outbox& outbox) {
    PageWord word;
    word.feed = file.at("feed").asInt();
    word.side = enumFromJson<record::Side>(file.at("side"));
    word.sides = static_cast<int>(file.at("sides").asInt());
    word.width = image.width;
    word.lines = image.height;
    word.bytesPerLine = image.rowBytes();
    word.channels = image.channels;
    word.bitsPerSample = image.bitsPerSample;
    word.dpiX = image.dpiX;
    word.dpiY = image.dpiY;
    word.wireFormat = image.format;
    word.sourceName = file.at("name").asString();
    outbox.send(FrameType::PageStart, toJson(word));
    outbox.sendRows(image.bytes);
    outbox.send(FrameType::PageEnd,
                Json::object({{"lines", image.height},
                              {"bytes", static_cast<std::int64_t>(image.bytes.size())}}));
}

} // namespace

void decodeFiles(const Json& files, Inbox& inbox, Outbox& outbox) {
    for (const Json& file : files.asArray()) {
        if (inbox.cancelled()) {
            throw Fault(FaultKind::ScanCancelled, "cancelled by the station");
        }
        if (inbox.stopped() &&
            file.at("side").asString() == record::enumName(record::Side::Front)) {
            break; // between two sheets
        }
        outbox.send(FrameType::Feeding,
                    Json::object({{"feed", file.at("feed")}, {"side", file.at("side")}}));
        const ForeignImage image = decode(file.at("path").asString(), file.at("name").asString());
        sendPage(file, image, outbox);
    }
    outbox.send(FrameType::End, Json(Json::Object()));
}

} // namespace seihon::capture
