#include "config/config.h"

#include "config/toml_reader.h"

#include <algorithm>

namespace seihon::config {

using record::Qualification;

namespace {

Qualification readQualification(TableReader& reader) {
    Qualification out;
    out.device.name = reader.text("device");
    out.device.vendor = reader.text("vendor", TextKind::MayBeEmpty);
    out.device.model = reader.text("model");
    // Many scanners tell neither; an empty text is then what the device says, too.
    out.device.serial = reader.text("serial", TextKind::MayBeEmpty);
    out.device.firmware = reader.text("firmware", TextKind::MayBeEmpty);
    out.opticalDpi = reader.integers("optical_dpi", {50, 4800});
    out.modes = reader.choices<record::ColourMode>("modes", 1);
    out.sources = reader.choices<record::PaperSource>("sources", 1);
    if (std::find(out.sources.begin(), out.sources.end(), record::PaperSource::Folder) !=
        out.sources.end()) {
        reader.refuseHere("sources", "names folder, which is no device [A1]");
    }
    for (const std::int64_t bits : reader.integers("bits_per_sample", {1, 16})) {
        if (bits != 1 && bits != 8 && bits != 16) {
            reader.refuseHere("bits_per_sample", "must be of 1, 8 and 16");
        }
        out.bitsPerSample.push_back(static_cast<int>(bits));
    }
    out.validFrom = reader.instant("valid_from");
    out.validUntil = reader.instant("valid_until");
    if (out.validUntil <= out.validFrom) {
        reader.refuseHere("valid_until", "is not after valid_from");
    }
    out.qualifiedBy = reader.text("qualified_by");
    out.baselineEdgeWidthMilliPixels =
        reader.scaled("baseline_edge_width_pixels", 1000, {0, 50'000});
    out.demo = reader.flag("demo");
    if (out.baselineEdgeWidthMilliPixels == 0 && !out.demo) {
        reader.refuseHere("baseline_edge_width_pixels", "is 0: no target scan was measured [A1]");
    }
    reader.finish();
    return out;
}

bool overlap(const Qualification& a, const Qualification& b) {
    return a.device == b.device && a.validFrom < b.validUntil && b.validFrom < a.validUntil;
}

} // namespace

std::vector<Qualification> parseQualifications(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    std::vector<Qualification> out;
    for (TableReader& reader : root.tables("qualification")) {
        Qualification one = readQualification(reader);
        if (std::any_of(out.begin(), out.end(),
                        [&](const auto& old) { return overlap(old, one); })) {
            reader.refuseHere("device", "has another qualification in force at the same time");
        }
        out.push_back(std::move(one));
    }
    root.finish();
    return out;
}

} // namespace seihon::config
