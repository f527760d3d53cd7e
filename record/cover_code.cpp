#include "record/cover_code.h"

#include "record/id.h"
#include "record/page_examination.h"

#include <algorithm>
#include <cassert>

namespace seihon::record {

namespace {

constexpr std::string_view kOfJob = "SJ";
constexpr std::string_view kOfLabel = "SL";
constexpr std::string_view kOfSeparator = "SS";
constexpr std::size_t kFolderDigits = 4, kTabDigits = 2;
constexpr std::size_t kLabelDigits = 8;
constexpr std::size_t kJobDigits = 32;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string capitalsOf(const std::string& id) {
    std::string code;
    for (const char c : id) {
        if (c != '-') {
            code += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return code;
}

// Empty when the digits are none of an id.
std::string idOfDigits(std::string_view digits) {
    std::string id;
    for (const char c : digits) {
        if (!isDigit(c) && (c < 'A' || c > 'F')) {
            return {};
        }
        if (id.size() == 8 || id.size() == 13 || id.size() == 18 || id.size() == 23) {
            id += '-';
        }
        id += isDigit(c) ? c : static_cast<char>(c - 'A' + 'a');
    }
    return isId(id) ? id : std::string();
}

std::string padded(std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - text.size(), '0') + text;
}

// 0 when they are no digits.
std::int64_t numberOf(std::string_view digits) {
    std::int64_t number = 0;
    for (const char c : digits) {
        if (!isDigit(c)) {
            return 0;
        }
        number = number * 10 + (c - '0');
    }
    return number;
}

CoverCode readSeparator(std::string_view rest) {
    CoverCode code;
    if (rest.size() != kJobDigits + kFolderDigits + kTabDigits) {
        return code;
    }
    code.box = idOfDigits(rest.substr(0, kJobDigits));
    code.folder = numberOf(rest.substr(kJobDigits, kFolderDigits));
    code.tab = numberOf(rest.substr(kJobDigits + kFolderDigits));
    if (code.box.empty() || code.folder == 0 || code.tab == 0) {
        return {};
    }
    code.kind = CoverCode::Kind::Separator;
    return code;
}

} // namespace

// Capitals and digits alone: a QR code then takes the dense alphanumeric mode.
std::string codeOfJob(const std::string& jobId) {
    return std::string(kOfJob) + capitalsOf(jobId);
}

std::string codeOfSeparator(const std::string& boxId, std::int64_t folder, std::int64_t tab) {
    assert(folder >= 1 && folder <= 9999 && tab >= 1 && tab <= 99);
    return std::string(kOfSeparator) + capitalsOf(boxId) + padded(folder, kFolderDigits) +
           padded(tab, kTabDigits);
}

std::string codeOfLabel(std::int64_t label) {
    assert(label >= 1 && label <= kHighestLabel);
    return std::string(kOfLabel) + padded(label, kLabelDigits);
}

CoverCode readCoverCode(std::string_view text) {
    CoverCode code;
    if (text.starts_with(kOfSeparator)) {
        return readSeparator(text.substr(kOfSeparator.size()));
    }
    if (text.starts_with(kOfLabel) && text.size() == kOfLabel.size() + kLabelDigits) {
        code.label = numberOf(text.substr(kOfLabel.size()));
        code.kind = code.label > 0 ? CoverCode::Kind::Label : CoverCode::Kind::None;
        return code;
    }
    if (!text.starts_with(kOfJob) || text.size() != kOfJob.size() + kJobDigits) {
        return code;
    }
    code.job = idOfDigits(text.substr(kOfJob.size()));
    code.kind = code.job.empty() ? CoverCode::Kind::None : CoverCode::Kind::Job;
    return code;
}

bool showsCoverSheet(const PageExamination& examination) {
    return std::any_of(
        examination.barcodes.begin(), examination.barcodes.end(), [](const Barcode& code) {
            const CoverCode::Kind kind = readCoverCode(code.textCut ? "" : code.text).kind;
            return kind == CoverCode::Kind::Job || kind == CoverCode::Kind::Separator;
        });
}

} // namespace seihon::record
