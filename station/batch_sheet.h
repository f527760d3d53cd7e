#pragma once

#include "record/box.h"
#include "record/page_examination.h"
#include "station/page_pipeline.h"

#include <future>
#include <optional>
#include <string>
#include <vector>

// Private to feeding a box: sheets on their way, and what each of them is.
namespace seihon::station {

struct SheetLook {
    record::PageExamination seen; // bar codes only
    bool looksLikeSeparator = false;
};

// One sheet with all its sides, and a look at each for the codes of separators.
struct FedSheet {
    std::vector<PreparedPage> sides;
    std::vector<std::shared_future<SheetLook>> looks;
};

// What the codes on a sheet make of it, for a feed of this box.
struct SheetKind {
    enum Kind { Paper, Separator, Foreign, Unreadable } kind = Paper;
    record::TabPlace place;
    record::Json codes;  // texts of all, which may be anything: private facts [F16]
    std::string trouble; // why not ours
};

// The next sheet with all its sides; empty when the paper ran out in good order. A sheet of which
// only one side came is void. Faults: those of the pipeline.
std::optional<FedSheet> nextSheet(PagePipeline& pipeline, std::int64_t sidesPerSheet);

// Waits for the looks. Faults: WorkerDied when there is no program that looks.
SheetKind kindOf(const FedSheet& sheet, const record::Box& box);

} // namespace seihon::station
