#include "day_script.h"

#include <vector>

namespace seihon::cli_test {

DayCounts& DayCounts::operator+=(const DayCounts& other) {
    originals += other.originals;
    copies += other.copies;
    handedOn += other.handedOn;
    givenUp += other.givenUp;
    waiting += other.waiting;
    sentBack += other.sentBack;
    excused += other.excused;
    lateProof += other.lateProof;
    refused += other.refused;
    withdrawn += other.withdrawn;
    enclosures += other.enclosures;
    sheets += other.sheets;
    return *this;
}

std::span<const DayRow> dayRows() {
    static const std::vector<DayRow> rows = [] {
        std::vector<DayRow> all;
        for (const auto part : {dayRowsOfCounter(), dayRowsOfPaper(), dayRowsOfPeople()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    return rows;
}

} // namespace seihon::cli_test
