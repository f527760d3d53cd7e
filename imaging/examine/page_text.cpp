#include "imaging/examine/page_text.h"

#include "imaging/examine/looking_plane.h"
#include "imaging/examine/text_reader.h"
#include "record/clean_text.h"
#include "record/fault.h"

#include <algorithm>
#include <cmath>

namespace seihon::imaging::examine {

namespace {

constexpr std::int64_t kBelievedPercent = 30;
constexpr double kMicrometresPerInch = 25400;

// Where the upright plane's corner lies on the upright page, in pixels of the plane.
cv::Point uprightOrigin(const LookingPlane& plane, const record::PageImage& image, int turned) {
    const int fullWidth =
        static_cast<int>(std::lround(static_cast<double>(image.width) * plane.scaleX));
    const int fullHeight =
        static_cast<int>(std::lround(static_cast<double>(image.height) * plane.scaleY));
    const int right = fullWidth - plane.origin.x - plane.grey.cols;
    const int below = fullHeight - plane.origin.y - plane.grey.rows;
    switch (turned) {
    case 90:
        return {below, plane.origin.x};
    case 180:
        return {right, below};
    case 270:
        return {plane.origin.y, right};
    default:
        return plane.origin;
    }
}

// In UTF-8 the scripts that are written without spaces start at U+2E80, with three bytes.
bool startsJapanese(const std::string& text, std::size_t at) {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= 0xE2 &&
           text.compare(at, 3, "\xE2\xBA\x80") >= 0;
}

bool endsJapanese(const std::string& text) {
    std::size_t at = text.size();
    while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0) == 0x80) {
        --at;
    }
    return at > 0 && at < text.size() && startsJapanese(text, at - 1);
}

} // namespace

std::string joinJapanese(const std::string& line) {
    std::string joined;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == ' ' && endsJapanese(joined) && startsJapanese(line, at + 1)) {
            continue;
        }
        joined += line[at];
    }
    return joined;
}

record::PageText readPageText(const record::PageImage& image, int turned) {
    record::PageText text;
    text.engine = TextReader::version();
    const LookingPlane plane = lookingPlane(image);
    if (plane.grey.empty()) {
        return text;
    }
    try {
        const cv::Mat upright = turnedBack(plane.grey, (4 - turned / 90) % 4);
        const cv::Point origin = uprightOrigin(plane, image, turned);
        const auto micrometres = [&](int pixels) {
            return std::max<std::int64_t>(0,
                                          std::llround(pixels * kMicrometresPerInch / plane.dpi));
        };
        TextReader reader(TextReader::Model::Japanese);
        for (const TextReader::PlacedLine& read :
             reader.readPage(upright, static_cast<int>(std::lround(plane.dpi)))) {
            std::string line = joinJapanese(record::cleanText(read.line.text));
            if (read.line.confidencePercent < kBelievedPercent || line.empty() ||
                line.size() > record::kMaxTextLineBytes ||
                text.lines.size() == record::kMaxTextLines) {
                continue;
            }
            const cv::Rect where = read.where + origin;
            text.lines.push_back({std::move(line), read.line.confidencePercent,
                                  micrometres(where.x), micrometres(where.y),
                                  micrometres(where.width), micrometres(where.height)});
        }
    } catch (const record::Fault& fault) { // the model is missing: say so
        text.lines.clear();
        text.failure = fault.what();
    }
    return text;
}

} // namespace seihon::imaging::examine
