// seihon-quality: how many planted defects do the checks find, and how often do they cry wolf?

#include "config/config.h"
#include "record/digest.h"
#include "record/json.h"
#include "report/png.h"
#include "tests/quality/campaign.h"
#include "tests/quality/pictures.h"
#include "tests/quality/report_text.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace seihon;
using namespace seihon::quality;

namespace {

constexpr const char* kUsage =
    "seihon-quality report [--n N] [--seed S | --tuning] [--only DEFECT]… [--threads T] [--to "
    "FOLDER]\n"
    "    makes, measures and judges; writes quality.md and quality/*.jpg into FOLDER\n"
    "seihon-quality pages --to FOLDER [--n N] [--seed S] [--only DEFECT]… [--backing "
    "dark|grey|white]\n"
    "    writes pages as PNG with their truth as JSON, for people and for tuning\n";

struct Options {
    std::string verb;
    std::int64_t n = 200;
    std::uint64_t seed = kHeldOutSeed;
    std::vector<Defect> only;
    Backing backing = Backing::Dark;
    int threads = 2;
    std::filesystem::path to;
};

std::int64_t wholeNumber(const std::string& text, std::int64_t most) {
    std::size_t used = 0;
    const std::int64_t value = std::stoll(text, &used);
    if (used != text.size() || value < 1 || value > most) {
        throw std::invalid_argument(text);
    }
    return value;
}

template <typename Enum>
Enum named(const std::string& name) {
    for (const auto& [value, text] : record::EnumNames<Enum>::table) {
        if (text == name) {
            return value;
        }
    }
    throw std::invalid_argument(name);
}

Options readOptions(const std::vector<std::string>& words) {
    Options options;
    if (words.empty() || (words[0] != "report" && words[0] != "pages")) {
        throw std::invalid_argument("no verb");
    }
    options.verb = words[0];
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto value = [&] {
            return words.at(++i);
        };
        if (words[i] == "--n") {
            options.n = wholeNumber(value(), 100'000);
        } else if (words[i] == "--seed") {
            options.seed = static_cast<std::uint64_t>(wholeNumber(value(), 1'000'000'000));
        } else if (words[i] == "--tuning") {
            options.seed = kTuningSeed;
        } else if (words[i] == "--only") {
            options.only.push_back(named<Defect>(value()));
        } else if (words[i] == "--backing") {
            options.backing = named<Backing>(value());
        } else if (words[i] == "--threads") {
            options.threads = static_cast<int>(wholeNumber(value(), 64));
        } else if (words[i] == "--to") {
            options.to = value();
        } else {
            throw std::invalid_argument(words[i]);
        }
    }
    if (options.verb == "pages" && options.to.empty()) {
        throw std::invalid_argument("--to is missing");
    }
    return options;
}

void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    if (!(out << text).flush()) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

int writePages(const Options& options) {
    PageMaker maker({.seed = options.seed});
    std::filesystem::create_directories(options.to);
    for (const Expectation& row : expectations()) {
        const bool wanted =
            options.only.empty() ||
            std::find(options.only.begin(), options.only.end(), row.defect) != options.only.end();
        for (std::int64_t i = 0; wanted && i < options.n; ++i) {
            const MadePage page = maker.make({row.defect, i, options.backing});
            const std::string name =
                std::string(record::enumName(row.defect)) + "-" + std::to_string(i);
            report::writePng(options.to / (name + ".png"), page.image);
            writeText(options.to / (name + ".json"), record::pretty(toJson(page.truth)) + "\n");
        }
    }
    return 0;
}

std::string commandOf(const Options& options) {
    std::string command = options.n == 200 && options.seed == kHeldOutSeed && options.only.empty()
                              ? "make quality"
                              : "seihon-quality report --n " + std::to_string(options.n) +
                                    " --seed " + std::to_string(options.seed);
    for (const Defect defect : options.only) {
        command += " --only " + std::string(record::enumName(defect));
    }
    return command;
}

int writeReport(const Options& options) {
    const std::string_view shipped = config::shippedRegulation();
    const regulation::Regulation rules =
        config::parseRegulation(shipped, "regulation.toml (shipped)");
    PageMaker maker({.seed = options.seed});
    const std::vector<Batch> plan = planOf(options.n, options.only);
    std::int64_t total = 0;
    for (const Batch& batch : plan) {
        total += batch.pages;
    }
    const std::vector<Outcome> outcomes =
        runCampaign(maker, rules, plan, {options.threads, [&](std::size_t done) {
                                             if (done % 200 == 0) {
                                                 std::fprintf(stderr, "%zu of %lld pages\n", done,
                                                              static_cast<long long>(total));
                                             }
                                         }});
    const std::filesystem::path folder = options.to.empty() ? "docs" : options.to;
    std::filesystem::remove_all(folder / "quality");
    std::filesystem::create_directories(folder / "quality");
    ReportFacts facts;
    facts.seed = options.seed;
    facts.n = options.n;
    facts.command = commandOf(options);
    facts.regulationDigest = record::sha256(shipped).hex();
    facts.streakJobs = countStreakJobs(rules, outcomes, Defect::FullStreak);
    facts.normalJobs = countStreakJobs(rules, outcomes, Defect::Normal);
    facts.pictures = writePictures(maker, outcomes, folder / "quality");
    const std::string text = reportText(facts, outcomes);
    writeText(folder / "quality.md", text);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    try {
        options = readOptions({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n%s", error.what(), kUsage);
        return 2;
    }
    try {
        return options.verb == "pages" ? writePages(options) : writeReport(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 3;
    }
}
