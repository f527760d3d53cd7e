#include "dicom/uid.h"

#include "record/fault.h"

#include <algorithm>
#include <vector>

namespace seihon::dicom {

bool isUid(std::string_view text) {
    if (text.empty() || text.size() > 64) {
        return false;
    }
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
            continue;
        }
        const bool ends = i == text.size() || text[i] == '.';
        if (!ends || i == start || (text[start] == '0' && i - start > 1)) {
            return false;
        }
        start = i + 1;
    }
    return text.find('.') != std::string_view::npos;
}

std::string uidOfUuid(std::string_view uuid) {
    std::vector<unsigned> digits; // hexadecimal
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        const char c = uuid[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash && c == '-') {
            continue;
        }
        if (dash || !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw record::Fault(record::FaultKind::Malformed, "not a UUID in lower case");
        }
        digits.push_back(static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10));
    }
    if (digits.size() != 32) {
        throw record::Fault(record::FaultKind::Malformed, "not a UUID: another length");
    }
    std::string decimal;
    while (!digits.empty()) { // long division by ten
        unsigned rest = 0;
        for (unsigned& digit : digits) {
            const unsigned value = rest * 16 + digit;
            digit = value / 10;
            rest = value % 10;
        }
        decimal += static_cast<char>('0' + rest);
        digits.erase(digits.begin(), std::find_if(digits.begin(), digits.end(),
                                                  [](unsigned digit) { return digit != 0; }));
    }
    std::reverse(decimal.begin(), decimal.end());
    return "2.25." + decimal;
}

} // namespace seihon::dicom
