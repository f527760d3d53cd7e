#include "tests/quality/report_text.h"

#include "tests/quality/statistics.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

namespace seihon::quality {

namespace {

struct Tally {
    std::int64_t pages = 0, hits = 0, refused = 0;
    void count(const Outcome& outcome) {
        pages += 1;
        hits += outcome.hit ? 1 : 0;
        refused += outcome.verdict.permitted() ? 0 : 1;
    }
};

template <typename... Values>
std::string formatted(const char* format, Values... values) {
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

std::string percent(std::int64_t part, std::int64_t of) {
    return of == 0 ? "–"
                   : formatted("%.1f", 100.0 * static_cast<double>(part) / static_cast<double>(of));
}

std::string share(const Tally& tally) {
    const Interval interval = wilson(tally.hits, tally.pages);
    return percent(tally.hits, tally.pages) +
           formatted(" | %.1f–%.1f", 100 * interval.low, 100 * interval.high);
}

std::vector<const Outcome*> of(std::span<const Outcome> outcomes, Defect defect, Backing backing) {
    std::vector<const Outcome*> found;
    for (const Outcome& outcome : outcomes) {
        if (outcome.truth.defect == defect && outcome.truth.backing == backing) {
            found.push_back(&outcome);
        }
    }
    return found;
}

Tally tallyOf(const std::vector<const Outcome*>& outcomes) {
    Tally tally;
    for (const Outcome* outcome : outcomes) {
        tally.count(*outcome);
    }
    return tally;
}

std::string judgement(const Expectation& row, const Tally& tally) {
    if (row.requiredPercent == 0) {
        return "– | –";
    }
    const bool met = tally.hits * 100 >= row.requiredPercent * tally.pages;
    return std::to_string(row.requiredPercent) + " | " + (met ? "yes" : "**no**");
}

std::string namesOf(const Expectation& row) {
    std::string names;
    for (const record::FindingId id : row.findings) {
        names += (names.empty() ? "" : ", ") + std::string(record::enumName(id));
    }
    return names.empty()                       ? "none at all"
           : row.defect == Defect::NearlyBlank ? "not " + names
                                               : names;
}

std::string mainTable(std::span<const Outcome> outcomes) {
    std::string text =
        "| what was wrong | hit is | n | hit % | 95 % interval | required % | met | refused % |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const Expectation& row : expectations()) {
        const Tally tally = tallyOf(of(outcomes, row.defect, Backing::Dark));
        if (tally.pages > 0) {
            text += "| " + row.title + " | " + namesOf(row) + " | " + std::to_string(tally.pages) +
                    " | " + share(tally) + " | " + judgement(row, tally) + " | " +
                    percent(tally.refused, tally.pages) + " |\n";
        }
    }
    return text;
}

std::string backingTable(std::span<const Outcome> outcomes) {
    std::string text = "| what was wrong | backing | n | hit % | 95 % interval | on dark % |\n"
                       "| --- | --- | --- | --- | --- | --- |\n";
    for (const Expectation& row : expectations()) {
        const Tally dark = tallyOf(of(outcomes, row.defect, Backing::Dark));
        for (const Backing backing : {Backing::White, Backing::Grey}) {
            const Tally tally = tallyOf(of(outcomes, row.defect, backing));
            if (tally.pages > 0) {
                text += "| " + row.title + " | " + std::string(record::enumName(backing)) + " | " +
                        std::to_string(tally.pages) + " | " + share(tally) + " | " +
                        percent(dark.hits, dark.pages) + " |\n";
            }
        }
    }
    return text;
}

// Alarms on normal pages, by finding and by what the page was.
std::string alarmTable(std::span<const Outcome> outcomes, Backing backing) {
    const auto pages = of(outcomes, Defect::Normal, backing);
    std::map<std::string, std::pair<std::int64_t, std::map<std::string, std::int64_t>>> rows;
    for (const Outcome* outcome : pages) {
        std::set<std::string> names;
        for (const record::Finding& finding : alarmsOf(*outcome)) {
            names.insert(std::string(record::enumName(finding.id)) + " (" +
                         std::string(record::enumName(finding.severity)) + ")");
        }
        for (const std::string& name : names) {
            rows[name].first += 1;
            rows[name].second[std::string(record::enumName(outcome->truth.paper))] += 1;
        }
    }
    const Tally tally = tallyOf(pages);
    if (tally.pages == 0) {
        return {};
    }
    std::string text = "On a " + std::string(record::enumName(backing)) + " backing " +
                       std::to_string(tally.pages - tally.hits) + " of " +
                       std::to_string(tally.pages) + " normal pages raised an alarm (" +
                       percent(tally.pages - tally.hits, tally.pages) + " %).\n\n";
    if (rows.empty()) {
        return text;
    }
    text += "| alarm | pages | % | on what paper |\n| --- | --- | --- | --- |\n";
    for (const auto& [name, row] : rows) {
        std::string papers;
        for (const auto& [paper, count] : row.second) {
            papers += (papers.empty() ? "" : ", ") + paper + " " + std::to_string(count);
        }
        text += "| " + name + " | " + std::to_string(row.first) + " | " +
                percent(row.first, tally.pages) + " | " + papers + " |\n";
    }
    return text + "\n";
}

constexpr std::size_t kMostVariants = 14;
constexpr int kBins = 4;

std::string binsOf(const std::vector<const Outcome*>& outcomes) {
    double low = 1e300, high = -1e300;
    for (const Outcome* outcome : outcomes) {
        low = std::min(low, outcome->truth.severity);
        high = std::max(high, outcome->truth.severity);
    }
    if (high <= low || outcomes.front()->truth.unit.empty()) {
        return {};
    }
    std::array<Tally, kBins> bins;
    for (const Outcome* outcome : outcomes) {
        const double at = (outcome->truth.severity - low) / (high - low) * kBins;
        bins[static_cast<std::size_t>(std::min(at, kBins - 1.0))].count(*outcome);
    }
    std::string text;
    for (int i = 0; i < kBins; ++i) {
        const Tally& bin = bins[static_cast<std::size_t>(i)];
        if (bin.pages > 0) {
            const double step = (high - low) / kBins;
            text += (text.empty() ? "" : " · ") +
                    formatted("%.3g–%.3g: ", low + i * step, low + (i + 1) * step) +
                    percent(bin.hits, bin.pages) + " (" + std::to_string(bin.pages) + ")";
        }
    }
    return text + " — " + outcomes.front()->truth.unit;
}

// The groups that were found least, first.
std::string groupsOf(const std::vector<const Outcome*>& outcomes,
                     const std::function<std::string(const Outcome&)>& nameOf) {
    std::map<std::string, Tally> groups;
    for (const Outcome* outcome : outcomes) {
        groups[nameOf(*outcome)].count(*outcome);
    }
    std::vector<std::tuple<double, std::string, Tally>> sorted;
    for (const auto& [name, tally] : groups) {
        sorted.emplace_back(static_cast<double>(tally.hits) / static_cast<double>(tally.pages),
                            name, tally);
    }
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    std::string text;
    for (std::size_t i = 0; i < std::min(sorted.size(), kMostVariants); ++i) {
        const Tally& tally = std::get<2>(sorted[i]);
        text += (text.empty() ? "" : " · ") + std::get<1>(sorted[i]) + ": " +
                percent(tally.hits, tally.pages) + " (" + std::to_string(tally.pages) + ")";
    }
    return text;
}

std::string detailsOf(const Expectation& row, std::span<const Outcome> outcomes) {
    const auto pages = of(outcomes, row.defect, Backing::Dark);
    const Tally tally = tallyOf(pages);
    if (tally.pages == 0 || tally.hits == tally.pages) {
        return {};
    }
    std::string text = "### " + row.title + "\n\n";
    if (const std::string bins = binsOf(pages); !bins.empty()) {
        text += "- by severity: " + bins + "\n";
    }
    text +=
        "- by kind: " + groupsOf(pages, [](const Outcome& o) { return o.truth.variant; }) + "\n";
    text +=
        "- by paper: " +
        groupsOf(pages,
                 [](const Outcome& o) { return std::string(record::enumName(o.truth.paper)); }) +
        "\n\n";
    return text;
}

std::string pictureText(const std::vector<Picture>& pictures) {
    std::string text;
    for (const Picture& picture : pictures) {
        text += "### " + picture.title + "\n\n![" + picture.title + "](quality/" + picture.file +
                ")\n\n";
        for (std::size_t i = 0; i < picture.captions.size(); ++i) {
            text += std::to_string(i + 1) + ". " + picture.captions[i] + "\n";
        }
        text += "\n";
    }
    return text;
}

std::string introduction(const ReportFacts& facts, std::size_t pages) {
    return "# Quality of the page checks\n\n"
           "Written by `" +
           facts.command + "`; the same command writes the same bytes. " + std::to_string(pages) +
           " pages were drawn, laid under a modelled scanner, spoiled in one known way, measured "
           "by "
           "`imaging::measurePage` and judged under the shipped regulation (SHA-256 " +
           facts.regulationDigest.substr(0, 16) +
           "…), each under the class of its paper.\n\n"
           "- Seed " +
           std::to_string(facts.seed) +
           (facts.seed == kHeldOutSeed ? ", held out: no threshold was set on it. "
                                       : ". This is not the held-out seed. ") +
           "Tuning has seed " + std::to_string(kTuningSeed) +
           ".\n"
           "- n = " +
           std::to_string(facts.n) +
           " pages of each defect; a page has one defect, and everything else about it varies: "
           "paper, "
           "print, wear (creases, stains, holes, staples, tape), lamps, optics, exposure, noise, "
           "place "
           "and slant.\n"
           "- A hit is one of the findings named, of any severity. An alarm on a normal page is a "
           "warning or a refusal; notes are not alarms. Intervals are Wilson's.\n"
           "- All pages are synthetic. On paper from real scanners the figures will be lower; the "
           "thresholds have to be checked again when a device is qualified.\n\n";
}

} // namespace

std::string reportText(const ReportFacts& facts, std::span<const Outcome> outcomes) {
    std::string text = introduction(facts, outcomes.size());
    text += "## Dark backing\n\n" + mainTable(outcomes) + "\n";
    const auto jobLine = [](const char* what, const JobCount& count) {
        return count.jobs == 0 ? std::string()
                               : "Jobs of " + std::to_string(kJobSheets) + " sheets " + what +
                                     ": the rule over the job names a streak in " +
                                     std::to_string(count.named) + " of " +
                                     std::to_string(count.jobs) + ".\n\n";
    };
    text += jobLine("from one scanner with a full streak", facts.streakJobs);
    text += jobLine("from one clean scanner", facts.normalJobs);
    text += "## False alarms\n\n";
    for (const Backing backing : {Backing::Dark, Backing::Grey, Backing::White}) {
        text += alarmTable(outcomes, backing);
    }
    text +=
        "## Other backings\n\nWithout a dark backing the sheet's outline is hard to see, and the "
        "checks of its geometry say so with the note NotMeasured.\n\n" +
        backingTable(outcomes) + "\n";
    text +=
        "## What was missed\n\nHit rate in percent, number of pages in brackets; kinds found least "
        "come first. Defects without a miss are left out.\n\n";
    for (const Expectation& row : expectations()) {
        text += detailsOf(row, outcomes);
    }
    return text + "## Pictures\n\nThe red frame is the truth.\n\n" + pictureText(facts.pictures);
}

} // namespace seihon::quality
