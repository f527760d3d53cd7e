#include "config/config.h"

#include "config/toml_reader.h"

#include <algorithm>

namespace seihon::config {

using record::Qualification;

namespace {

record::QualifiedScan readScan(TableReader& reader) {
    record::QualifiedScan scan;
    scan.dpi = reader.integer("dpi", {50, 4800});
    scan.source = reader.choice<record::PaperSource>("source");
    scan.side = reader.choice<record::Side>("side");
    scan.mode = reader.choice<record::ColourMode>("mode");
    scan.edgeWidthMilliPixels = reader.scaled("edge_width_pixels", 1000, {500, 50'000});
    scan.samplingEfficiencyPercent = reader.integer("sampling_efficiency_percent", {1, 100});
    scan.fileDigest = reader.digest("sha256");
    reader.finish();
    return scan;
}

// Every setting that counts as qualified was measured [A1].
void judgeCoverage(const TableReader& reader, const Qualification& one) {
    for (const std::int64_t dpi : one.opticalDpi) {
        for (const record::PaperSource source : one.sources) {
            for (const record::ColourMode mode : one.modes) {
                const bool measured =
                    std::any_of(one.scans.begin(), one.scans.end(), [&](const auto& scan) {
                        return scan.dpi == dpi && scan.source == source && scan.mode == mode;
                    });
                if (!measured && !one.demo) {
                    reader.refuseHere("optical_dpi",
                                      "no target was scanned at " + std::to_string(dpi) +
                                          " dpi from " + std::string(record::enumName(source)) +
                                          " in " + std::string(record::enumName(mode)) + " [A1]");
                }
            }
        }
    }
}

void readVoid(TableReader& reader, Qualification& one) {
    if (reader.has("voided_at")) {
        one.voidedAt = reader.instant("voided_at");
        one.voidReason = reader.text("void_reason");
    }
}

Qualification readQualification(TableReader& reader) {
    Qualification out;
    out.id = reader.text("id", TextKind::Identifier);
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
    out.demo = reader.flag("demo");
    readVoid(reader, out);
    for (TableReader& scan : reader.tables("scan")) {
        out.scans.push_back(readScan(scan));
    }
    judgeCoverage(reader, out);
    reader.finish();
    return out;
}

bool overlap(const Qualification& a, const Qualification& b) {
    return !a.voidedAt && !b.voidedAt && a.device == b.device && a.validFrom < b.validUntil &&
           b.validFrom < a.validUntil;
}

} // namespace

std::vector<Qualification> parseQualifications(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    std::vector<Qualification> out;
    for (TableReader& reader : root.tables("qualification")) {
        Qualification one = readQualification(reader);
        if (std::any_of(out.begin(), out.end(),
                        [&](const auto& old) { return old.id == one.id; })) {
            reader.refuseHere("id", "stands twice");
        }
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
