#include "record/dicom_status.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace seihon::record {

namespace {

struct StatusRow {
    std::int64_t first, last;
    std::string_view japanese, english;
};

constexpr auto kStatusRows = std::to_array<StatusRow>({
    {0x0000, 0x0000, "成功", "success"},
    {0x0105, 0x0105, "属性がない", "no such attribute"},
    {0x0106, 0x0106, "属性の値が不正", "invalid attribute value"},
    {0x0107, 0x0107, "一部の属性を無視した", "some attributes were ignored"},
    {0x0110, 0x0110, "相手側の処理の失敗", "processing failure over there"},
    {0x0111, 0x0111, "同じ UID が既にある", "an instance of this UID is there already"},
    {0x0112, 0x0112, "相手はこのデータを持っていない", "it does not hold this instance"},
    {0x0115, 0x0115, "引数の値が不正", "invalid argument value"},
    {0x0117, 0x0117, "UID の形が不正", "invalid object instance"},
    {0x0118, 0x0118, "知らない種類のデータ", "no such SOP class"},
    {0x0119, 0x0119, "種類と UID が一致しない", "class and instance do not fit"},
    {0x0122, 0x0122, "この種類のデータは扱わない", "SOP class not supported"},
    {0x0124, 0x0124, "許可されていない", "not authorized"},
    {0x0131, 0x0131, "取引の UID が重複", "duplicate transaction UID"},
    {0x0210, 0x0210, "通信番号が重複", "duplicate invocation"},
    {0x0211, 0x0211, "知らない操作", "unrecognized operation"},
    {0x0212, 0x0212, "引数の型が不正", "mistyped argument"},
    {0x0213, 0x0213, "相手側の資源の不足", "resource limitation over there"},
    {0xa700, 0xa7ff, "相手側の資源の不足", "out of resources over there"},
    {0xa900, 0xa9ff, "データが種類に合わない", "the data set does not match its SOP class"},
    {0xb000, 0xb000, "保存したが、値を書き換えた", "stored, elements were coerced"},
    {0xb006, 0xb006, "保存したが、一部を捨てた", "stored, elements were discarded"},
    {0xb007, 0xb007, "保存したが、種類に合わない", "stored, it does not match its SOP class"},
    {0xb000, 0xbfff, "保存したが、警告あり", "stored, with a warning"},
    {0xc000, 0xcfff, "相手が理解できない", "it cannot be understood over there"},
    {0xfe00, 0xfe00, "取り消し", "cancelled"},
});

} // namespace

std::string dicomStatusWords(std::int64_t status, Language language) {
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "0x%04llX",
                  static_cast<unsigned long long>(status));
    for (const StatusRow& row : kStatusRows) {
        if (status >= row.first && status <= row.last) {
            return std::string(number.data()) + " " +
                   std::string(language == Language::Japanese ? row.japanese : row.english);
        }
    }
    return std::string(number.data()) +
           (language == Language::Japanese ? " 規格にない状態" : " a status that no standard has");
}

bool isDicomWarning(std::int64_t status) {
    return (status >= 0xb000 && status <= 0xbfff) || status == 0x0107;
}

bool isDicomTransient(std::int64_t status) {
    return (status >= 0xa700 && status <= 0xa7ff) || status == 0x0213;
}

} // namespace seihon::record
