#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seihon::record {

struct PageExamination;

// What the bar codes of cover sheets and of pre-printed labels say: "SJ" and the 32 hex digits of a
// job's id, "SL" and the eight digits of a label, or "SS", the 32 hex digits of a box's id, four
// digits of a folder and two of a tab. Nothing about a patient can be read from any [F16].
struct CoverCode {
    enum class Kind { None, Job, Label, Separator };
    Kind kind = Kind::None;
    std::string job;        // a job's id
    std::int64_t label = 0; // from 1
    std::string box;        // a separator: which tab of which folder of this box comes after it
    std::int64_t folder = 0, tab = 0;
};

inline constexpr std::int64_t kHighestLabel = 99'999'999;

std::string codeOfJob(const std::string& jobId);
// 1 to kHighestLabel.
std::string codeOfLabel(std::int64_t label);
// Folders from 1 to 9999, tabs from 1 to 99.
std::string codeOfSeparator(const std::string& boxId, std::int64_t folder, std::int64_t tab);
// Strict: Kind::None for everything else.
CoverCode readCoverCode(std::string_view text);
// Does one of these codes make the page a cover sheet? A label does not: it sticks on originals.
bool showsCoverSheet(const PageExamination& examination);

} // namespace seihon::record
