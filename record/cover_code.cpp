#include "record/cover_code.h"

#include "record/id.h"
#include "record/page_examination.h"

#include <algorithm>
#include <cassert>

namespace seihon::record {

namespace {

constexpr std::string_view kOfJob = "SJ";
constexpr std::string_view kOfLabel = "SL";
constexpr std::size_t kLabelDigits = 8;
constexpr std::size_t kJobDigits = 32;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

// Capitals and digits alone: a QR code then takes the dense alphanumeric mode.
std::string codeOfJob(const std::string& jobId) {
    std::string code(kOfJob);
    for (const char c : jobId) {
        if (c != '-') {
            code += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return code;
}

std::string codeOfLabel(std::int64_t label) {
    assert(label >= 1 && label <= kHighestLabel);
    const std::string digits = std::to_string(label);
    return std::string(kOfLabel) + std::string(kLabelDigits - digits.size(), '0') + digits;
}

CoverCode readCoverCode(std::string_view text) {
    CoverCode code;
    if (text.starts_with(kOfLabel) && text.size() == kOfLabel.size() + kLabelDigits) {
        const std::string_view digits = text.substr(kOfLabel.size());
        if (std::all_of(digits.begin(), digits.end(), isDigit)) {
            for (const char c : digits) {
                code.label = code.label * 10 + (c - '0');
            }
            code.kind = code.label > 0 ? CoverCode::Kind::Label : CoverCode::Kind::None;
        }
        return code;
    }
    if (!text.starts_with(kOfJob) || text.size() != kOfJob.size() + kJobDigits) {
        return code;
    }
    std::string id;
    for (const char c : text.substr(kOfJob.size())) {
        if (!isDigit(c) && (c < 'A' || c > 'F')) {
            return code;
        }
        if (id.size() == 8 || id.size() == 13 || id.size() == 18 || id.size() == 23) {
            id += '-';
        }
        id += isDigit(c) ? c : static_cast<char>(c - 'A' + 'a');
    }
    if (isId(id)) {
        code.kind = CoverCode::Kind::Job;
        code.job = std::move(id);
    }
    return code;
}

bool showsCoverSheet(const PageExamination& examination) {
    return std::any_of(
        examination.barcodes.begin(), examination.barcodes.end(), [](const Barcode& code) {
            return !code.textCut && readCoverCode(code.text).kind == CoverCode::Kind::Job;
        });
}

} // namespace seihon::record
