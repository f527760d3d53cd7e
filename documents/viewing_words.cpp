#include "documents/viewing_words.h"

namespace seihon::documents {

namespace {

bool japanese(const ViewingCopy& copy) {
    return copy.language == record::Language::Japanese;
}

std::string qualityWord(const ViewingCopy& copy, bool lossy) {
    if (!lossy) {
        return japanese(copy) ? "可逆（画素は原画像と同じ）"
                              : "lossless (the pixels are the master's)";
    }
    const std::string quality = std::to_string(*copy.jpegQuality);
    return japanese(copy) ? "JPEG 品質 " + quality + "（非可逆）"
                          : "JPEG of quality " + quality + " (lossy)";
}

} // namespace

bool isLossy(const ViewingCopy& copy, const ViewingPage& page) {
    return copy.jpegQuality && page.bitsPerSample != 1;
}

std::string titleOf(const ViewingCopy& copy) {
    return (japanese(copy) ? "閲覧用の写し: " : "Viewing copy: ") + copy.className;
}

std::string descriptionOf(const ViewingCopy& copy) {
    std::string text = copy.demo ? (japanese(copy) ? "【試験用】" : "[DEMO] ") : "";
    text += japanese(copy)
                ? "封印された記録から作った閲覧用の写しであり、原本ではありません。記録 " +
                      copy.recordId + "、目録の SHA-256 " + copy.manifestDigest.hex() + "、画像: "
                : "A copy derived from a sealed record for viewing, not the original. Record " +
                      copy.recordId + ", SHA-256 of its manifest " + copy.manifestDigest.hex() +
                      ", images: ";
    return text + qualityWord(copy, copy.jpegQuality.has_value());
}

std::string sourceOf(const ViewingCopy& copy) {
    return "urn:uuid:" + copy.recordId + " sha-256:" + copy.manifestDigest.hex();
}

std::string noticeOf(const ViewingCopy& copy, const ViewingPage& page) {
    std::string text = copy.demo ? (japanese(copy) ? "【試験用】" : "[DEMO] ") : "";
    const std::string pages = std::to_string(page.number) + "/" + std::to_string(copy.pages.size());
    const std::string made = record::formatLocal(copy.madeAt, copy.utcOffset);
    const std::string quality = qualityWord(copy, isLossy(copy, page));
    if (japanese(copy)) {
        text += "閲覧用の写し（原本ではありません）　封印された記録 " + copy.recordId + "　" +
                pages + " 頁　目録の SHA-256 " + copy.manifestDigest.hex() + "　画像: " + quality +
                "　作成 " + made + "　" + copy.hospital;
    } else {
        text += "Viewing copy, not the original. Derived from sealed record " + copy.recordId +
                ", page " + pages + ", SHA-256 of its manifest " + copy.manifestDigest.hex() +
                ". Image: " + quality + ". Made " + made + ", " + copy.hospital;
    }
    return text;
}

std::string languageTag(const ViewingCopy& copy) {
    return japanese(copy) ? "ja-JP" : "en";
}

} // namespace seihon::documents
