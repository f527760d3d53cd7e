#include "config/config.h"

#include "config/parse_disposal.h"
#include "config/parse_equivalence.h"
#include "config/parse_film.h"
#include "config/parse_governance.h"
#include "config/parse_intake.h"
#include "config/parse_people_rules.h"
#include "config/parse_project_rules.h"
#include "config/parse_quality.h"
#include "config/toml_reader.h"

#include <algorithm>
#include <array>

namespace seihon::config {

using record::Role;
using regulation::Authority;
using regulation::ClassPurpose;
using regulation::DocumentClass;
using regulation::Regulation;

namespace {

using Qualities = std::map<std::string, regulation::QualityFloors>;

constexpr std::size_t kMostClasses = 200;

void readHead(TableReader reader, Regulation& regulation) {
    regulation.version = reader.text("version", TextKind::Identifier);
    regulation.hospital = reader.text("hospital");
    regulation.demo = reader.flag("demo");
    regulation.acceptByOtherPerson = reader.flag("accept_by_other_person");
    regulation.windowWarning = std::chrono::hours(reader.integer("window_warning_hours", {0, 48}));
    regulation.clockTolerance =
        std::chrono::minutes(reader.integer("clock_tolerance_minutes", {1, 60}));
    reader.finish();
}

// Sunday is 0, as in std::chrono::weekday.
constexpr std::array<std::string_view, 7> kWeekdays{"sunday",   "monday", "tuesday", "wednesday",
                                                    "thursday", "friday", "saturday"};

regulation::Calendar readCalendar(TableReader reader) {
    regulation::Calendar calendar;
    const auto offset = utcOffsetFromText(reader.text("utc_offset"));
    if (!offset) {
        reader.refuseHere("utc_offset", "must be an offset such as \"+09:00\"");
    }
    calendar.utcOffset = *offset;
    for (const std::string& name : reader.texts("closed_weekdays", TextKind::Words, 0)) {
        const auto known = std::find(kWeekdays.begin(), kWeekdays.end(), name);
        if (known == kWeekdays.end()) {
            reader.refuseHere("closed_weekdays", "names \"" + name + "\", which is no weekday");
        }
        calendar.closedWeekdays.insert(
            std::chrono::weekday(static_cast<unsigned>(known - kWeekdays.begin())));
    }
    if (calendar.closedWeekdays.size() == 7) {
        reader.refuseHere("closed_weekdays", "leaves no business day");
    }
    for (const std::chrono::year_month_day day : reader.days("closed_days")) {
        calendar.closedDays.insert(day);
    }
    reader.finish();
    return calendar;
}

// Every signature needs the card and its PIN; how long one entry of it serves a batch is the
// hospital's decision [F1]. One signature is the least: a PIN that serves none seals nothing.
void readPinRule(TableReader reader, Regulation& regulation) {
    regulation.pinKept = std::chrono::minutes(reader.integer("pin_kept_minutes", {1, 480}));
    regulation.pinSignatures = reader.integer("pin_signatures", {1, 1000});
    reader.finish();
}

// Fed twice or not: how alike the content of two images may be, and whom to ask [A2].
void readDuplicateRules(TableReader reader, regulation::DuplicateRules& rules) {
    rules.similarityPermille = reader.scaled("min_similarity_percent", 10, {800, 1000});
    rules.lookBack = std::chrono::hours(reader.integer("look_back_hours", {1, 24 * 31}));
    rules.otherJob = reader.choice<record::Severity>("other_job");
    reader.finish();
}

// Every role is named, even one that may do nothing: the reader of the file sees that it was not
// forgotten [F2].
std::map<Role, std::set<Authority>> readAuthorities(TableReader reader) {
    std::map<Role, std::set<Authority>> authorities;
    for (const auto& [role, name] : record::EnumNames<Role>::table) {
        const auto granted = reader.choices<Authority>(name, 0);
        judgeSeparation(reader, role, granted);
        authorities[role] = {granted.begin(), granted.end()};
    }
    reader.finish();
    return authorities;
}

Qualities readQualities(TableReader reader) {
    Qualities qualities;
    for (auto& [name, table] : reader.children()) {
        qualities.emplace(name, readQuality(table));
    }
    return qualities;
}

record::ScanProfile readScanProfile(TableReader reader) {
    record::ScanProfile profile;
    profile.source = reader.choice<record::PaperSource>("source");
    profile.mode = reader.choice<record::ColourMode>("mode");
    const std::int64_t bits = reader.integer("bits_per_sample", {1, 16});
    if (bits != 1 && bits != 8 && bits != 16) {
        reader.refuseHere("bits_per_sample", "must be 1, 8 or 16");
    }
    profile.bitsPerSample = static_cast<int>(bits);
    profile.dpi = reader.integer("dpi", {50, 4800});
    profile.areaWidthMicrometres = reader.scaled("area_width_mm", 1000, {10'000, 1'000'000});
    profile.areaHeightMicrometres = reader.scaled("area_height_mm", 1000, {10'000, 1'000'000});
    reader.finish();
    return profile;
}

regulation::QualityFloors readClassQuality(TableReader reader, const Qualities& qualities) {
    const std::string base = reader.text("based_on", TextKind::Identifier);
    const auto found = qualities.find(base);
    if (found == qualities.end()) {
        reader.refuseHere("based_on", "names [quality." + base + "], which is not there");
    }
    regulation::QualityFloors floors = found->second;
    readQualityChanges(reader, floors);
    return floors;
}

// The rules of signing: who, in which role, with which qualification [A11, E1].
void readSigning(TableReader& reader, DocumentClass& kind) {
    kind.sealDelay = std::chrono::hours(reader.integer("seal_delay_hours", {1, 168}));
    kind.acceptanceRequired = reader.flag("acceptance_required");
    const auto roles = reader.choices<Role>("signer_roles", 1);
    kind.signerRoles = {roles.begin(), roles.end()};
    for (const Role role : {Role::Station, Role::Maintenance}) {
        if (kind.signerRoles.contains(role)) {
            reader.refuseHere("signer_roles", "names " + std::string(record::enumName(role)) +
                                                  ", who can answer for nothing");
        }
    }
    const auto needed = reader.texts("signer_healthcare_roles", TextKind::Words, 0);
    kind.signerHealthcareRoles = {needed.begin(), needed.end()};
    if (reader.has("trust_profiles")) { // names of [[profile]] in trust.toml
        const auto profiles = reader.texts("trust_profiles", TextKind::Words, 1);
        kind.trustProfiles = {profiles.begin(), profiles.end()};
    }
}

// [B1] one business day or so, two at most. A reference copy has no window, and must not look as if
// it had.
void readWindow(TableReader& reader, DocumentClass& kind) {
    for (const std::string_view key : {"starts_from", "scan_window_business_days"}) {
        if (kind.purpose == ClassPurpose::ReferenceCopy && reader.has(key)) {
            reader.refuseHere(
                key, "has no meaning for a reference copy, whose paper stays the original");
        }
    }
    if (kind.purpose != ClassPurpose::ReferenceCopy) {
        kind.startsFrom = reader.choice<regulation::StartEvent>("starts_from");
        // Old paper has no window: it is scanned while its project runs [C2].
        if (kind.startsFrom != regulation::StartEvent::Project) {
            kind.scanWindowBusinessDays = reader.integer("scan_window_business_days", {1, 2});
        } else if (reader.has("scan_window_business_days")) {
            reader.refuseHere("scan_window_business_days",
                              "has no meaning for old paper, which a project converts");
        }
    }
}

// A profile below the class's own floors would make every page a refused one.
void judgeConsistency(const TableReader& reader, const DocumentClass& kind) {
    const auto& floors = kind.quality;
    if (std::find(floors.modes.begin(), floors.modes.end(), kind.profile.mode) ==
        floors.modes.end()) {
        reader.refuseHere("profile", "asks for a colour mode that the class does not permit");
    }
    if (kind.profile.mode != record::ColourMode::LineArt &&
        kind.profile.bitsPerSample < floors.bitsPerSample) {
        reader.refuseHere("profile", "asks for less bit depth than the class requires");
    }
    if (kind.profile.dpi < floors.opticalDpi) {
        reader.refuseHere("profile", "asks for less resolution than the class requires");
    }
    if (kind.purpose == ClassPurpose::Original &&
        kind.profile.source == record::PaperSource::Folder) {
        reader.refuseHere("profile", "takes originals from a folder; only a scanner can [A1]");
    }
}

DocumentClass readClass(const std::string& id, TableReader& reader, const Qualities& qualities) {
    const bool plain =
        !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        });
    if (!plain) {
        refuse(reader.file(), reader.line(),
               "[class." + id + "] must be named by small letters, digits and '-'");
    }
    DocumentClass kind;
    kind.id = id;
    kind.nameJa = reader.text("name_ja");
    kind.nameEn = reader.text("name_en");
    kind.reason = reader.text("reason");
    kind.purpose = reader.choice<ClassPurpose>("purpose");
    readWindow(reader, kind);
    readSigning(reader, kind);
    kind.retentionYears = reader.integer("retention_years", {1, 100});
    kind.notCapturable = reader.text("not_capturable", TextKind::MayBeEmpty);
    kind.profile = readScanProfile(reader.table("profile"));
    kind.quality = readClassQuality(reader.table("quality"), qualities);
    if (reader.has("film")) {
        kind.film = readFilmRules(reader.table("film"));
    }
    judgeConsistency(reader, kind);
    judgeFilmClass(reader, kind);
    reader.finish();
    return kind;
}

bool somebodyMay(const Regulation& regulation, Authority authority) {
    return std::any_of(regulation.authorities.begin(), regulation.authorities.end(),
                       [&](const auto& granted) { return granted.second.contains(authority); });
}

// What one part of the file says must be possible by the other.
void judgeAuthorities(const TableReader& reader, const Regulation& regulation) {
    for (const auto& [id, kind] : regulation.classes) {
        for (const Role role : kind.signerRoles) {
            if (!regulation.authorities.at(role).contains(Authority::Seal)) {
                reader.refuseHere("authorities", "do not let " +
                                                     std::string(record::enumName(role)) +
                                                     " seal, but [class." + id + "] has it sign");
            }
        }
        if (kind.acceptanceRequired && !somebodyMay(regulation, Authority::Accept)) {
            reader.refuseHere("authorities",
                              "let nobody accept, but [class." + id + "] requires acceptance");
        }
    }
}

} // namespace

Regulation parseRegulation(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    Regulation regulation;
    regulation.digest = record::sha256(text);
    readHead(root.table("regulation"), regulation);
    readPinRule(root.table("signing"), regulation);
    readDuplicateRules(root.table("duplicates"), regulation.duplicates);
    regulation.intake = readIntakeRules(root.table("intake"));
    regulation.calendar = readCalendar(root.table("calendar"));
    regulation.authorities = readAuthorities(root.table("authorities"));
    regulation.approval = readApprovalRules(root.table("approval"));
    regulation.clock = readClockRules(root.table("clock"));
    regulation.conformity = readConformityRules(root.table("conformity"));
    regulation.people = readPeopleRules(root.table("people"));
    regulation.qualification = readQualificationRules(root.table("qualification"));
    if (root.has("film_calibration")) { // files from before films were read have none
        regulation.filmCalibration = readFilmCalibrationRules(root.table("film_calibration"));
    }
    const Qualities qualities = readQualities(root.table("quality"));
    TableReader classes = root.table("class");
    for (auto& [id, reader] : classes.children()) {
        regulation.classes.emplace(id, readClass(id, reader, qualities));
    }
    if (regulation.classes.empty() || regulation.classes.size() > kMostClasses) {
        root.refuseHere("class", "must name between 1 and 200 document classes");
    }
    judgeAuthorities(root, regulation);
    judgeGovernance(root, regulation);
    readEquivalence(root, regulation);
    readProjectRules(root, regulation);
    readDisposalRules(root, regulation);
    regulation.tempData = readTempDataRules(root.table("temp_data"));
    regulation.media = readMediaRules(root.table("media"));
    readRetentionRules(root, regulation);
    regulation.backup = readBackupRules(root.table("backup"));
    root.finish();
    return regulation;
}

} // namespace seihon::config
