#pragma once

#include "day_desk.h"

#include <span>
#include <string>

namespace seihon::cli_test {

// What became of one envelope. Each number is stated in the script and counted again from the
// ledger when the day is over.
struct DayCounts {
    int originals = 0; // sealed as originals, the wrong patient's among them
    int copies = 0;    // sealed as reference copies; the paper stays the original
    int handedOn = 0;  // documents of another department or house
    int givenUp = 0;   // registrations that were wrong
    int waiting = 0;   // neither of these when the day is over: openly pending
    int sentBack = 0, excused = 0, lateProof = 0;
    int refused = 0; // the seal as an original was refused for good
    int withdrawn = 0;
    int enclosures = 0; // counted and gone their way, never read
    int sheets = 0;     // of paper

    friend bool operator==(const DayCounts&, const DayCounts&) = default;
    DayCounts& operator+=(const DayCounts& other);
};

struct DayRow {
    const char* patient;
    const char* holds;
    const char* happens;
    DayCounts expected;
    void (*plays)(DayDesk&, const std::string& envelope);
};

// The forty envelopes in the order of the day: the night, the counter, the scanner, the people, the
// late ones.
std::span<const DayRow> dayRows();
// Their parts, by files.
std::span<const DayRow> dayRowsOfCounter();
std::span<const DayRow> dayRowsOfPaper();
std::span<const DayRow> dayRowsOfPeople();

// The whole way of a document where nothing happens; gives the job.
std::string plainDocument(DayDesk& desk, const std::string& envelope, const Registration& what);

} // namespace seihon::cli_test
