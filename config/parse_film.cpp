#include "config/parse_film.h"

#include "config/config.h"

#include <algorithm>

namespace seihon::config {

namespace {

constexpr Range kDensity{0, 6'000};            // thousandths: no film is denser
constexpr Range kTabletLength{1'000, 500'000}; // micrometres
constexpr std::size_t kLeastTabletSteps = 3;
constexpr std::size_t kMostTabletSteps = 64;

record::TabletStep readTabletStep(TableReader& reader) {
    constexpr Range kPlace{-500'000, 500'000};
    record::TabletStep step;
    step.density = reader.scaled("density", 1000, kDensity);
    step.x = reader.scaled("x_mm", 1000, kPlace);
    step.y = reader.scaled("y_mm", 1000, kPlace);
    step.w = reader.scaled("width_mm", 1000, kTabletLength);
    step.h = reader.scaled("height_mm", 1000, kTabletLength);
    reader.finish();
    return step;
}

} // namespace

regulation::FilmCalibrationRules readFilmCalibrationRules(TableReader reader) {
    regulation::FilmCalibrationRules rules;
    record::FilmLimits& limits = rules.limits;
    rules.validDays = reader.integer("valid_days", {1, 366});
    limits.contrastDensity = reader.scaled("contrast_density", 1000, {1, 1000});
    limits.noiseDensity = reader.scaled("max_noise_density", 1000, {1, 1000});
    limits.residualDensity = reader.scaled("max_residual_density", 1000, {1, 1000});
    limits.significantBits = reader.integer("min_significant_bits", {8, 16});
    limits.steps = reader.integer("min_steps", {3, 64});
    limits.samplingEfficiencyPercent = reader.integer("min_sampling_efficiency_percent", {1, 100});
    limits.peakPermille = reader.scaled("max_sharpening_percent", 10, {1000, 3000});
    limits.scaleErrorPpm = reader.scaled("max_scale_error_percent", 10'000, {0, 100'000});
    reader.finish();
    return rules;
}

regulation::FilmRules readFilmRules(TableReader reader) {
    regulation::FilmRules rules;
    rules.kind = reader.choice<regulation::FilmKind>("kind");
    rules.significantBits = reader.integer("min_significant_bits", {8, 16});
    rules.pitchMicrometres = reader.scaled("max_pitch_mm", 1000, {10, 1000});
    rules.leastDensity = reader.scaled("max_least_density", 1000, kDensity);
    rules.mostDensity = reader.scaled("min_most_density", 1000, kDensity);
    if (rules.mostDensity <= rules.leastDensity) {
        reader.refuseHere("min_most_density", "is not above max_least_density");
    }
    rules.saturatedDarkPermille = readLimit(reader, "max_saturated_dark_percent", 10, {0, 1000});
    rules.saturatedBrightPermille =
        readLimit(reader, "max_saturated_bright_percent", 10, {0, 1000});
    reader.finish();
    return rules;
}

void judgeFilmClass(const TableReader& reader, const regulation::DocumentClass& kind) {
    const bool original = kind.purpose == regulation::ClassPurpose::Original;
    const bool through = kind.profile.source == record::PaperSource::Transparency;
    if (original && through && !kind.film) {
        reader.refuseHere("profile", "reads films; [class." + kind.id + ".film] is missing [A4]");
    }
    if (!kind.film) {
        return;
    }
    if (original && kind.film->kind == regulation::FilmKind::Mammography) {
        reader.refuseHere("purpose", "makes mammograms originals, which they never are [A4]");
    }
    if (original && (!through || kind.profile.mode != record::ColourMode::Grey ||
                     kind.profile.bitsPerSample != 16)) {
        reader.refuseHere("profile", "must read films from \"transparency\" in grey of 16 bits");
    }
}

record::FilmTablet parseFilmTablet(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    TableReader head = root.table("tablet");
    record::FilmTablet tablet;
    tablet.digest = record::sha256(text);
    tablet.id = head.text("id");
    tablet.certifiedBy = head.text("certified_by");
    tablet.certifiedUntil = head.instant("certified_until");
    tablet.marksAcross = head.scaled("marks_across_mm", 1000, {20'000, 500'000});
    tablet.marksDown = head.scaled("marks_down_mm", 1000, {20'000, 500'000});
    tablet.markSide = head.scaled("mark_side_mm", 1000, {5'000, 50'000});
    tablet.markTurnMilliDegrees = head.scaled("mark_turn_degrees", 1000, {3'000, 10'000});
    head.finish();
    std::vector<TableReader> steps = root.tables("step");
    if (steps.size() < kLeastTabletSteps || steps.size() > kMostTabletSteps) {
        root.refuseHere("step", "must stand there between 3 and 64 times");
    }
    for (TableReader& reader : steps) {
        tablet.steps.push_back(readTabletStep(reader));
        const std::size_t count = tablet.steps.size();
        if (count > 1 && tablet.steps[count - 2].density >= tablet.steps[count - 1].density) {
            reader.refuseHere("density", "is not denser than the step before");
        }
    }
    root.finish();
    return tablet;
}

} // namespace seihon::config
