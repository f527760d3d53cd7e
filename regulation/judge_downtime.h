#pragma once

#include "record/downtime.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

#include <set>
#include <span>

// Rules of a time without the station [F17]: pure as those in judge.h.
namespace seihon::regulation {

// A time begins once, and nobody declares one that has not come yet.
record::Verdict judgeDowntimeBegin(bool anotherIsOpen, record::Instant since, record::Instant now);
// A shorter one than the regulation calls an emergency is told, and reconciled all the same.
record::Verdict judgeDowntimeEnd(const Regulation&, const record::Downtime&, record::Instant until,
                                 record::Instant now);

// `next`: the first sheet that still lies there unused. Sheets are taken from the top, in order.
record::Verdict judgeStackCount(const record::DowntimeStack&, std::int64_t next);
// `registered`: a job was registered with it, so it is not void.
record::Verdict judgeSheetVoid(const record::DowntimeStack&, std::int64_t number, bool registered);

// Where one stack stands: printed = registered + voided + unaccounted + unused.
struct StackAccount {
    std::int64_t printed = 0;
    std::int64_t registered = 0; // with a job, wherever in the stack
    std::int64_t voided = 0;
    std::set<std::int64_t> unaccounted; // taken, and neither registered nor void
    std::set<std::int64_t> ahead;       // registered or void, though counted as unused
    std::int64_t unused = 0;            // still there, as counted
};

// `registered`: numbers with which jobs were registered.
StackAccount accountOf(const record::DowntimeStack&, const std::set<std::int64_t>& registered);

// Every stack was counted since the end, and every number that is gone is accounted for.
record::Verdict judgeDowntimeClose(const record::Downtime&,
                                   std::span<const record::DowntimeStack> stacks,
                                   const std::set<std::int64_t>& registered);

} // namespace seihon::regulation
