#include "walker.h"

#include "record/fault.h"
#include "samples.h"

#include <algorithm>

namespace seihon::regulation {

using record::JobState;
using record::PageMark;
using record::PaperSource;
using record::Role;
using record::ScanJob;

namespace {

using std::chrono::hours;
using std::chrono::minutes;

ModelPerson personOf(const char* user, std::vector<Role> roles,
                     std::string_view until = "2030-01-01T00:00:00Z") {
    ModelPerson person;
    person.user = user;
    for (const Role role : roles) {
        person.standing.appointments.push_back({role, at("2026-01-01T00:00:00Z"), at(until), ""});
    }
    person.standing.trainings = {
        {"scanning", at("2026-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z")}};
    person.certificate = sampleCertificate();
    person.certificate.holder = user;
    person.certificate.sha256 = record::sha256(user);
    return person;
}

bool isUndecided(const record::Page& page) {
    return !record::findingsOf(page).permitted() && page.mark != PageMark::AsOnPaper;
}

} // namespace

Regulation walkRegulation() {
    Regulation regulation = sampleRegulation();
    DocumentClass reference = regulation.classes.at("copy");
    reference.id = "reference-copy";
    regulation.classes.emplace(reference.id, reference);
    regulation.classes.erase("copy");
    for (auto& [id, kind] : regulation.classes) {
        kind.quality.turnedConfidenceMilli = {3'500, record::Severity::Refuse};
    }
    regulation.equivalence.electronicOnly = {"prescription"};
    regulation.people.trainingNeeded = {Authority::Scan}; // [F2]
    for (const Role role : {Role::ScanOperator, Role::InformationCreationManager}) {
        regulation.authorities[role].insert({Authority::AmendRecord, Authority::WithdrawRecord});
    }
    return regulation;
}

std::vector<ModelPerson> walkPeople() {
    using enum Role;
    std::vector<ModelPerson> people{
        personOf("clerk", {ScanOperator}),
        personOf("manager", {InformationCreationManager}),
        personOf("chief", {ScanOperator, InformationCreationManager}),
        personOf("pharmacist", {ScanOperator}),
        personOf("former", {ScanOperator, InformationCreationManager}, "2026-11-10T00:00:00Z"),
        personOf("leaving", {ScanOperator, InformationCreationManager}, "2026-11-18T01:00:00Z"),
        personOf("auditor", {Auditor}),
        personOf("lapsed", {ScanOperator}),
        personOf("foreign", {ScanOperator}),
        personOf("untaught", {ScanOperator}),
        personOf("away", {ScanOperator, InformationCreationManager}),
        personOf("keyboard", {ScanOperator, InformationCreationManager}),
        personOf("boss", {Administrator, InformationCreationManager})};
    people[3].certificate.healthcareRoles = {"Pharmacist"};
    people[7].certificate.notAfter = at("2026-11-17T00:00:00Z");
    people[8].certificate.trustProfile.clear();
    people[9].standing.trainings.clear();
    people[10].standing.absences = {{at("2026-11-10T00:00:00Z"), at("2027-02-01T00:00:00Z")}};
    people[11].standing.way = LoginWay::Password;
    return people;
}

Walker::Walker(const Regulation& regulation, const std::vector<ModelPerson>& people,
               std::uint64_t seed, std::optional<record::FindingId> blindTo)
    : m_people(people), m_random(seed), m_blindTo(blindTo), m_station(regulation, blindTo),
      m_qualification(sampleQualification()),
      m_trueTime(at("2026-11-13T08:00:00+09:00") + minutes(below(8 * 24 * 60))) {
    m_qualification.opticalDpi.push_back(200); // the class asks for more than the device must
    if (chance(15)) {                          // over the year's end
        m_trueTime += hours(24 * 44);
    }
    m_foolish = chance(20) ? 75 : 25;
    m_clockTrouble = chance(15) ? 10 : 2;
    m_station.now = m_trueTime;
    registerPaper();
}

const ModelPerson& Walker::person(const char* user) const {
    return *std::find_if(m_people.begin(), m_people.end(),
                         [&](const ModelPerson& one) { return one.user == user; });
}

const ModelPerson& Walker::anybody() {
    return m_people[static_cast<std::size_t>(below(static_cast<std::int64_t>(m_people.size())))];
}

bool Walker::walkOn() {
    if (!m_station.job().sealed) {
        return false;
    }
    if (chance(20)) {
        static_cast<void>(m_station.withdraw(person("manager"), chance(50)));
    }
    ModelStation next(m_station.regulation(), m_blindTo);
    next.useLedgerLines = m_station.useLedgerLines;
    const AmendmentWish wish{chance(70), chance(30), below(2), false};
    static_cast<void>(m_station.amend(usual(), wish, next));
    if (next.job().id.empty()) {
        return false;
    }
    m_station = std::move(next);
    m_ended = false;
    return true;
}

// Who does the work, mostly.
const ModelPerson& Walker::usual() {
    if (chance(10)) {
        return anybody();
    }
    const bool pharmacy = m_station.job().original.documentClass == "prescription";
    return person(pharmacy ? "pharmacist" : "clerk");
}

void Walker::passTime() {
    m_trueTime += chance(80)   ? minutes(below(20))
                  : chance(80) ? minutes(below(12 * 60))
                               : minutes(below(3 * 24 * 60));
    if (chance(m_clockTrouble)) { // the station's clock is put wrong, or right again
        m_clockOff = chance(50) ? minutes(below(6 * 24 * 60) - 3 * 24 * 60) : minutes(0);
    }
    m_station.now = m_trueTime + m_clockOff;
}

void Walker::registerPaper() {
    static constexpr std::array kKinds{"letter",  "letter", "seal-direct",   "prescription",
                                       "created", "film",   "reference-copy"};
    record::Original original =
        sampleOriginal(kKinds[static_cast<std::size_t>(below(std::ssize(kKinds)))]);
    original.receivedAt = m_trueTime - minutes(below(10 * 60)) + (chance(3) ? hours(20) : hours(0));
    original.createdAt = original.receivedAt;
    if (chance(4)) {
        original.receivedAt.reset();
        original.createdAt.reset();
    }
    original.sheets = 1 + below(3);
    original.duplex = chance(25);
    static_cast<void>(m_station.registerOriginal(anybody(), original));
    if (m_station.job().id.empty()) {
        static_cast<void>(m_station.registerOriginal(person("clerk"), original));
    }
    m_ended = m_station.job().id.empty();
}

ModelSide Walker::side(record::Side which, const record::ScanProfile& profile) {
    ModelSide side{which, sampleFacts(), sampleMeasurement(), {}};
    side.facts.asked = profile;
    side.facts.source = profile.source;
    side.facts.side = which;
    side.pixels = record::sha256("pixels " + std::to_string(++m_pixels));
    switch (below(24)) {
    case 0:
        replace(side.measurement, record::Quantity::CornerMissingMilliMm2, 40'000);
        break;
    case 1:
        side.facts.doubleFeedReported = true;
        break;
    case 2:
        side.facts.device.firmware = "2.0";
        break;
    case 3:
        side.facts.asked.dpi = side.facts.dpiX = side.facts.dpiY = 200;
        side.facts.options.back() = {"resolution", "200", "200"};
        break;
    case 4:
        side.pixels = record::sha256("pixels 1"); // what the device had in its memory
        break;
    case 5:
        replace(side.measurement, record::Quantity::InkMilliMm2, 0);
        side.pixels = record::sha256("white");
        break;
    default:
        break;
    }
    return side;
}

record::FeedWish Walker::wish() {
    record::FeedWish wish;
    const auto pages = static_cast<std::int64_t>(m_station.job().pages.size());
    if (pages == 0) {
        return wish;
    }
    switch (below(6)) {
    case 0:
        wish.after = below(pages + 1);
        break;
    case 1:
        wish.backs = true;
        wish.again = chance(20);
        wish.reversed = chance(20);
        break;
    case 2:
        wish.backOf = 1 + below(pages);
        break;
    case 3:
        wish.single = true;
        break;
    default:
        break;
    }
    return wish;
}

void Walker::scan(const ModelPerson& who) {
    const ScanJob& job = m_station.job();
    const auto kind = m_station.regulation().classes.find(job.original.documentClass);
    ModelRun run;
    run.profile = kind->second.profile;
    const auto undecided = std::find_if(job.pages.begin(), job.pages.end(), [](const auto& page) {
        return page.mark == PageMark::Rejected || isUndecided(page);
    });
    if (undecided != job.pages.end() && chance(80)) {
        run.wish.replacePage = undecided->number;
    } else if (chance(15)) {
        run.wish = wish();
    }
    const bool duplex = !run.wish.backs && !run.wish.backOf &&
                        (job.original.duplex || run.profile.source == PaperSource::FeederDuplex) &&
                        !chance(5);
    run.profile.source = duplex ? PaperSource::FeederDuplex : PaperSource::FeederSimplex;
    run.wish.bothSides = duplex;
    run.qualification = chance(97) ? &m_qualification : nullptr;
    const std::int64_t missing = std::max<std::int64_t>(1, job.original.sheets - job.sheetsFed);
    const std::int64_t sheets = run.wish.replacePage ? 1 : chance(85) ? missing : below(4);
    for (std::int64_t sheet = 0; sheet < sheets; ++sheet) {
        run.sides.push_back(side(record::Side::Front, run.profile));
        if (duplex) {
            run.sides.push_back(side(record::Side::Back, run.profile));
        }
    }
    if (chance(8)) {
        run.end = chance(50) ? RunEnd::Interrupted : RunEnd::Died;
        if (!run.sides.empty()) {
            run.sides.pop_back();
        }
    }
    static_cast<void>(m_station.scan(who, run));
}

void Walker::seal(const ModelPerson& who) {
    const auto& card = chance(92) ? who.certificate : anybody().certificate;
    static_cast<void>(m_station.startSeal(who, card, chance(10)));
    if (chance(70)) {
        static_cast<void>(m_station.finishSeal(m_trueTime));
    }
}

void Walker::examine() {
    record::PageExamination looked;
    looked.engine = "model";
    looked.orientation = record::PageOrientation{chance(15) ? 2 : 0, 5'000};
    const auto pages = static_cast<std::int64_t>(m_station.job().pages.size());
    static_cast<void>(m_station.examine(1 + below(pages + 1), looked));
}

void Walker::sensibleOpen() {
    const ScanJob& job = m_station.job();
    const ModelPerson& clerk = usual();
    if (!job.prepared) {
        static_cast<void>(m_station.prepare(clerk, job.original.sheets, true));
        return;
    }
    const auto undecided = std::find_if(job.pages.begin(), job.pages.end(), isUndecided);
    if (job.scanning || job.sheetsFed < job.original.sheets ||
        std::any_of(job.pages.begin(), job.pages.end(),
                    [](const auto& page) { return page.mark == PageMark::Rejected; })) {
        scan(clerk);
    } else if (undecided != job.pages.end()) {
        const std::int64_t number = undecided->number;
        if (chance(50)) {
            static_cast<void>(
                m_station.markPage(clerk, number, PageMark::AsOnPaper, "the paper is like that"));
        } else {
            scan(clerk);
        }
    } else if (job.sheetsFed > job.original.sheets && chance(80)) {
        static_cast<void>(
            m_station.setSheetAside(clerk, static_cast<std::int64_t>(job.pages.size())));
    } else if (!job.compared) {
        static_cast<void>(m_station.compare(clerk, true, {}));
    } else if (!m_station.submit(clerk).permitted()) {
        scan(clerk);
    }
}

void Walker::sensible() {
    const ScanJob& job = m_station.job();
    const ModelPerson& clerk = usual();
    switch (job.state) {
    case JobState::Registered:
        static_cast<void>(m_station.open(clerk));
        return;
    case JobState::Open:
        return sensibleOpen();
    case JobState::Submitted:
        if (job.original.documentClass == "seal-direct" || job.referenceCopy ||
            job.original.documentClass == "reference-copy") {
            return seal(clerk);
        }
        if (!m_station.accept(person("manager")).permitted() && chance(30)) {
            static_cast<void>(m_station.sendBack(person("manager")));
        }
        return;
    case JobState::Accepted:
        return seal(clerk);
    case JobState::SealingPending:
        if (job.sealing->signatureDigest) {
            static_cast<void>(m_station.finishSeal(m_trueTime));
        } else {
            seal(clerk);
        }
        return;
    case JobState::Sealed:
    case JobState::Abandoned:
        m_ended = chance(40);
        return foolish();
    }
}

void Walker::foolishAtDesk(std::int64_t which) {
    const ScanJob& job = m_station.job();
    const ModelPerson& who = anybody();
    const std::int64_t page = 1 + below(static_cast<std::int64_t>(job.pages.size()) + 1);
    switch (which) {
    case 0:
        static_cast<void>(
            m_station.prepare(who, chance(70) ? job.original.sheets : below(4), chance(70)));
        return;
    case 1:
    case 2:
        return scan(who);
    case 3:
        return static_cast<void>(
            m_station.markPage(who, page, PageMark::AsOnPaper, chance(80) ? "like the paper" : ""));
    case 4:
        return static_cast<void>(
            m_station.markPage(who, page, chance(50) ? PageMark::Blank : PageMark::None, ""));
    case 5:
        return static_cast<void>(m_station.markPage(who, page, PageMark::Rejected, "hard to read"));
    case 6:
        return static_cast<void>(m_station.setSheetAside(who, page));
    case 7:
        return static_cast<void>(chance(70) ? m_station.compare(who, chance(60), "stamp is faint")
                                            : m_station.recount(who, below(4)));
    default:
        return examine();
    }
}

void Walker::foolish() {
    const ModelPerson& who = anybody();
    const std::int64_t which = below(20);
    switch (which) {
    case 9:
        return static_cast<void>(m_station.open(who));
    case 10:
    case 11:
        return static_cast<void>(m_station.submit(who));
    case 12:
    case 13:
        return static_cast<void>(m_station.accept(who));
    case 14:
        return static_cast<void>(chance(30) ? m_station.sendBack(who)
                                            : m_station.startSeal(who, who.certificate, true));
    case 15: {
        std::optional<record::Instant> ended;
        if (chance(60)) {
            ended = m_station.now + minutes(below(48 * 60) - 40 * 60);
        }
        return static_cast<void>(m_station.excuse(who, "the scanner was broken", ended));
    }
    case 16:
        if (chance(25)) {
            static_cast<void>(chance(60) ? m_station.convert(who) : m_station.abandon(who));
        }
        return;
    case 17:
    case 18:
        return seal(who);
    case 19:
        return static_cast<void>(m_station.finishSeal(m_trueTime));
    default:
        return foolishAtDesk(which);
    }
}

void Walker::step() {
    passTime();
    try {
        if (chance(m_foolish)) {
            foolish();
        } else {
            sensible();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Usage && fault.kind != record::FaultKind::NotFound) {
            throw; // an entry that the rules permit and the fold does not take
        }
    }
}

} // namespace seihon::regulation
