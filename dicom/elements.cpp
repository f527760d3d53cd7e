#include "dicom/elements.h"

#include "record/fault.h"

#include <array>
#include <cstdio>

namespace seihon::dicom {

using record::Fault;
using record::FaultKind;

namespace {

std::string nameOf(const DcmTagKey& key) {
    DcmTag tag(key);
    return tag.getTagName();
}

} // namespace

void requireGood(const OFCondition& condition, const std::string& what) {
    if (condition.bad()) {
        throw Fault(FaultKind::Internal, "DICOM " + what + ": " + condition.text());
    }
}

void Elements::put(const DcmTagKey& tag, const std::string& value) {
    requireGood(m_item.putAndInsertOFStringArray(tag, value.c_str()), nameOf(tag));
}

void Elements::putNumber(const DcmTagKey& tag, unsigned value) {
    if (value > 0xffff) {
        throw Fault(FaultKind::Usage, "DICOM " + nameOf(tag) + " above 65535");
    }
    requireGood(m_item.putAndInsertUint16(tag, static_cast<Uint16>(value)), nameOf(tag));
}

void Elements::putIfKnown(const DcmTagKey& tag, const std::string& value) {
    if (!value.empty()) {
        put(tag, value);
    }
}

void Elements::putText(const DcmTagKey& tag, const std::string& text, TextKind kind) {
    Encoded encoded = encodeText(text, m_options.sets, kind, m_options.outside);
    if (encoded.refused || !encoded.outside.empty()) {
        m_troubles.push_back({nameOf(tag), std::move(encoded.outside), encoded.tooLong});
    }
    put(tag, encoded.bytes);
}

void Elements::putTextIfKnown(const DcmTagKey& tag, const std::string& text, TextKind kind) {
    if (!text.empty()) {
        putText(tag, text, kind);
    }
}

void Elements::putName(const DcmTagKey& tag, const PersonName& name) {
    putText(tag, textOf(name), TextKind::PersonName);
}

void Elements::putDate(const DcmTagKey& tag, const std::optional<record::Instant>& local) {
    std::string text = local ? record::formatInstant(*local).substr(0, 10) : std::string();
    std::erase(text, '-');
    put(tag, text);
}

void Elements::putTime(const DcmTagKey& tag, const std::optional<record::Instant>& local) {
    std::string text = local ? record::formatInstant(*local).substr(11, 12) : std::string();
    std::erase(text, ':');
    put(tag, text);
}

Elements Elements::inside(const DcmTagKey& sequence) {
    DcmItem* item = nullptr;
    requireGood(m_item.findOrCreateSequenceItem(sequence, item, 0), nameOf(sequence));
    return Elements(*item, m_options, m_troubles);
}

void Elements::putCode(const DcmTagKey& sequence, const std::string& value,
                       const std::string& meaning) {
    Elements code = inside(sequence);
    code.put(DCM_CodeValue, value);
    code.put(DCM_CodingSchemeDesignator, "DCM");
    code.put(DCM_CodeMeaning, meaning);
}

std::string decimalOfMillionths(std::int64_t millionths) {
    const bool negative = millionths < 0;
    const auto value = static_cast<unsigned long long>(negative ? -millionths : millionths);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%s%llu.%06llu", negative ? "-" : "", value / 1000000,
                  value % 1000000);
    std::string decimal = text.data();
    decimal.erase(decimal.find_last_not_of('0') + 1);
    if (decimal.ends_with('.')) {
        decimal.pop_back();
    }
    return decimal;
}

} // namespace seihon::dicom
