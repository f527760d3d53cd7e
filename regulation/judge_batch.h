#pragma once

#include "record/box.h"
#include "regulation/project_plan.h"
#include "regulation/regulation.h"

#include <string>

// Rules of boxes of old paper [W, C3]: pure as those in judge.h. Exceptions and counts stand in
// the way of sealing and of what comes after it, never of scanning.
namespace seihon::regulation {

// May a job of this place be opened or fed (Open, Scan), or sealed, as its folder stands? `counts`
// is asked for sealing alone. Opening and feeding: BoxUnknown, FolderIsOut. Sealing, too:
// FolderExceptionOpen (of the folder, or of none that anybody knows), TabCountOpen.
record::Verdict judgeFolderWork(const record::Box&, const record::FolderLink&, Authority step,
                                const record::TabCounts& counts);

// Is the box open to acts at all?
record::Verdict judgeBoxAct(const record::Box&);

// Out, and not out a second time; back, when it is out.
record::Verdict judgeRetrieval(const record::Box&, std::int64_t folder);
record::Verdict judgeReturn(const record::Box&, std::int64_t folder);

// Folders of index sheets: as many as were counted, and of classes that the project's plan has.
// `left`: this one and those of the same index sheets that are still to be added. Without a plan
// nothing fits.
record::Verdict judgeFolderAdding(const record::Box&, const record::BoxFolder&,
                                  const ProjectPlan* plan, std::int64_t left);
// A folder that was typed by mistake, of which nothing was scanned.
record::Verdict judgeFolderVoiding(const record::Box&, std::int64_t folder,
                                   const record::TabCounts&);
// The folders were counted again.
record::Verdict judgeRecount(const record::Box&, std::int64_t folders);

// How a person settles an exception: what changes the counts, names a tab and how many, and is not
// for those who fed the sheets of the box [A10]. Found says that the sheets are scanned now: where
// the tab (or folder) is known, the counts must say so.
struct ExceptionSettlement {
    std::int64_t number = 0;
    record::BoxEnd end = record::BoxEnd::Found;
    std::int64_t sheets = 0;
    record::TabPlace at; // where it is
    record::TabPlace to; // of moved sheets
};
record::Verdict judgeSettlement(const record::Box&, const ExceptionSettlement&,
                                const record::Actor&, const record::TabCounts&);
// It is open again, unless something was sealed on the ground of it. Whoever fed the box may: that
// makes nothing right.
record::Verdict judgeTakingBack(const record::Box&, std::int64_t exception,
                                const record::TabCounts&);

// May a person confirm that so many sheets are back in the folder, in order?
record::Verdict judgeRefiling(const record::Box&, std::int64_t folder, const record::TabCounts&,
                              std::int64_t sheets);
// With a seal that was never used before: neither on this box nor (`usedOn`: number of that box,
// empty when there is none) on another of its project.
record::Verdict judgeBoxShutting(const record::Box&, const std::string& seal,
                                 const std::string& usedOn);
// Everything is sealed, settled, counted, back in its place, and the box is shut.
record::Verdict judgeBoxClosing(const record::Box&, const record::TabCounts&);

// What a look at the box tells: what stands in the way, and folders that should be back by now.
record::Verdict boxStanding(const record::Box&, const record::TabCounts&, record::Instant now,
                            std::chrono::minutes utcOffset);

// "folder 3, tab 2", "folder 3": the subject of findings.
std::string placeName(const record::TabPlace&);

} // namespace seihon::regulation
