#include "record/box.h"

// The arithmetic of boxes of old paper [W, C3].
namespace seihon::record {

SheetSum& SheetSum::operator+=(const SheetSum& other) {
    for (const auto member : {&SheetSum::expected, &SheetSum::extra, &SheetSum::movedIn,
                              &SheetSum::sealed, &SheetSum::scanned, &SheetSum::missing,
                              &SheetSum::movedOut, &SheetSum::withheld, &SheetSum::openJobs}) {
        this->*member += other.*member;
    }
    return *this;
}

Json toJson(const TabCounts& counts) {
    Json list = Json::array();
    for (const auto& [place, count] : counts) {
        list.push(Json::object({{"folder", place.folder},
                                {"tab", place.tab},
                                {"scanned", count.scanned},
                                {"sealed", count.sealed},
                                {"openJobs", count.openJobs}}));
    }
    return list;
}

TabCounts tabCountsFromJson(const Json& json) {
    TabCounts counts;
    for (const Json& one : json.asArray()) {
        counts[{one.at("folder").asInt(), one.at("tab").asInt()}] = {
            one.at("scanned").asInt(), one.at("sealed").asInt(), one.at("openJobs").asInt()};
    }
    return counts;
}

SheetSum sumOf(const Box& box, const BoxFolder& folder, const TabCounts& counts) {
    SheetSum sum;
    for (const BoxTab& tab : folder.tabs) {
        sum += sumOf(box, TabPlace{folder.number, tab.number}, counts);
    }
    return sum;
}

SheetSum sumOf(const Box& box, const TabCounts& counts) {
    SheetSum sum;
    for (const BoxFolder& folder : box.folders) {
        sum += sumOf(box, folder, counts);
    }
    return sum;
}

SheetSum sumOf(const Box& box, const TabPlace& place, const TabCounts& counts) {
    SheetSum sum;
    const auto found = counts.find(place);
    const TabCount count = found == counts.end() ? TabCount{} : found->second;
    const BoxTab* const tab = box.tab(place);
    sum.expected = tab == nullptr ? 0 : tab->sheets;
    sum.sealed = count.sealed;
    sum.scanned = count.scanned;
    sum.openJobs = count.openJobs;
    for (const BoxException& one : box.exceptions) {
        const std::int64_t sheets = one.settledSheets;
        sum.missing += one.end == BoxEnd::Missing && one.at == place ? sheets : 0;
        sum.extra += one.end == BoxEnd::Extra && one.at == place ? sheets : 0;
        sum.withheld += one.end == BoxEnd::Withheld && one.at == place ? sheets : 0;
        sum.movedOut += one.end == BoxEnd::Moved && one.at == place ? sheets : 0;
        sum.movedIn += one.end == BoxEnd::Moved && one.to == place ? sheets : 0;
    }
    return sum;
}

std::int64_t sealedSheetsOf(const TabCounts& counts, const BoxException& one) {
    std::int64_t sealed = 0;
    for (const auto& [place, count] : counts) {
        sealed += one.concerns(place.folder) ? count.sealed : 0;
    }
    return sealed;
}

Pace paceOf(Instant began, Instant now, std::int64_t sheets, std::int64_t left) {
    Pace pace;
    pace.left = left;
    const std::int64_t took = (now - began).count(); // milliseconds
    if (sheets < 1 || took < 1) {
        return pace;
    }
    constexpr std::int64_t kHour = 3'600'000;
    pace.sheetsPerHour = sheets * kHour / took;
    if (left >= 0) {
        pace.end = now + std::chrono::milliseconds(took / sheets * left);
    }
    return pace;
}

Pace paceOf(const Box& box, Instant now, std::int64_t left) {
    return paceOf(now - box.batch.fedFor, now, box.batch.sheets, left);
}

} // namespace seihon::record
