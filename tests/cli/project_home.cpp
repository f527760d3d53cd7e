#include "project_home.h"

#include "record/digest.h"
#include "record/instant.h"

#include <gtest/gtest.h>

namespace seihon::cli_test {

namespace {

// In the hospital's time, some days from now.
std::string day(int days) {
    return record::formatLocal(record::readClock() + std::chrono::hours(24 * days),
                               std::chrono::hours(9))
        .substr(0, 10);
}

} // namespace

ProjectHome::ProjectHome() {
    writeFile(path().parent_path() / "minutes.txt", "The committee finds the rules sound.\n");
}

std::string ProjectHome::plan() const {
    const std::string regulation = record::sha256(readFile(path() / "regulation.toml")).hex();
    const std::string minutes =
        record::sha256(readFile(path().parent_path() / "minutes.txt")).hex();
    return "[plan]\ntitle = \"Charts of the old ward\"\nscope = \"12 folders\"\n"
           "classes = [\"old-chart\"]\nstarts = " +
           day(-1) + "\nends = " + day(30) +
           "\n[hardship]\nreason = \"the cellar is damp\"\n"
           "[review]\nregulation = \"" +
           regulation + "\"\ncommittee = \"Ethics committee\"\nheld_on = " + day(-50) +
           "\nminutes_sha256 = \"" + minutes +
           "\"\nconclusion = \"sound\"\n"
           "[[review.member]]\nname = \"A\"\naffiliation = \"law school\"\noutside = true\n"
           "[[review.member]]\nname = \"B\"\naffiliation = \"surgery\"\noutside = false\n"
           "[[review.member]]\nname = \"C\"\naffiliation = \"nursing\"\noutside = false\n"
           "[responsible]\nmanager = \"manager\"\nsupervisor = \"pharmacist\"\n"
           "[notice]\nmeans = [\"poster\", \"web site\"]\nsince = " +
           day(-40) +
           "\nobjections_to = \"the counter\"\nobjections_then = \"the folder is set apart\"\n"
           "[consent]\nbasis = \"individual-consent\"\nreasoning = \"the stricter one\"\n"
           "[organisation]\noperators = [\"clerk\"]\ninspectors = [\"pharmacist\"]\n"
           "monitoring = \"each batch by the other\"\ncontractor_works = false\n"
           "[records]\nitems = [\"who\", \"when\"]\nkeeping = \"with the log\"\n"
           "[audit]\nname = \"Jun Kansa (DEMO)\"\nuser = \"auditor\"\naffiliation = \"Audit "
           "Ltd.\"\nqualification = \"CISA\"\n"
           "number = \"12345\"\nindependence = \"no other contract\"\nitems = [\"samples\"]\n"
           "[disposal]\nhold_days = 400\nmethod = \"dissolved\"\nby = \"records\"\n"
           "witness = \"manager\"\n";
}

std::string ProjectHome::planWith(const std::string& from, const std::string& to) const {
    std::string text = plan();
    const std::size_t place = text.find(from);
    EXPECT_NE(place, text.npos) << from;
    return text.replace(place, from.size(), to);
}

Result ProjectHome::lay(const std::string& text, const std::string& project) const {
    const auto file = path().parent_path() / "plan.toml";
    writeFile(file, text);
    std::vector<std::string> args{"project", "plan", file.string(), "--minutes",
                                  (path().parent_path() / "minutes.txt").string()};
    if (!project.empty()) {
        args.insert(args.end(), {"--project", project});
    }
    return as("admin", args);
}

std::string ProjectHome::planned() const {
    const Result laid = lay(plan());
    EXPECT_EQ(laid.code, 0) << laid.out << laid.err;
    return laid.json().at("project").asString();
}

std::string ProjectHome::approved() const {
    const std::string project = planned();
    for (const char* user : {"manager", "records"}) {
        const Result approval = as(user, {"project", "approve", project});
        EXPECT_EQ(approval.code, 0) << approval.out << approval.err;
    }
    return project;
}

std::string ProjectHome::running() const {
    const std::string project = approved();
    const Result started = as("records", {"project", "start", project});
    EXPECT_EQ(started.code, 0) << started.out << started.err;
    return project;
}

std::string ProjectHome::agrees(const std::string& project, const std::string& patient) const {
    const Result said = as("clerk", {"consent", "add", "--project", project, "--patient", patient,
                                     "--patient-name", "Name of " + patient});
    EXPECT_EQ(said.code, 0) << said.out << said.err;
    return said.json().at("id").asString();
}

std::string ProjectHome::objects(const std::string& patient) const {
    const Result said =
        as("clerk", {"objection", "add", "--patient", patient, "--patient-name",
                     "Name of " + patient, "--by", "family", "--remark", "by letter"});
    EXPECT_EQ(said.code, 0) << said.out << said.err;
    return said.json().at("id").asString();
}

std::string ProjectHome::oldPaper(const std::string& patient) const {
    const Result registered = as("clerk", {"job", "register", "--class", "old-chart", "--patient",
                                           patient, "--sheets", "1"});
    EXPECT_EQ(registered.code, 0) << registered.out << registered.err;
    return registered.json().at("job").asString();
}

std::string ProjectHome::scanned(const std::string& job) const {
    clearFeeder();
    layPaper(++m_sheets); // each job another paper
    for (int earlier = 1; earlier < m_sheets; ++earlier) {
        std::filesystem::remove(tray() / ("000" + std::to_string(earlier) + ".png"));
    }
    const std::vector<std::vector<std::string>> steps{
        {"clerk", "prepare", job, "--sheets", "1", "--attest-complete"},
        {"clerk", "scan", job},
        {"clerk", "compare", job, "--same"},
        {"clerk", "submit", job},
        {"manager", "accept", job}};
    for (const std::vector<std::string>& step : steps) {
        std::vector<std::string> args{"job"};
        args.insert(args.end(), step.begin() + 1, step.end());
        const Result done = as(step[0], args);
        EXPECT_EQ(done.code, 0) << step[1] << done.out << done.err;
    }
    return job;
}

std::filesystem::path ProjectHome::newPath(const std::string& name) const {
    return path().parent_path() / (std::to_string(++m_paths) + "-" + name);
}

std::string ProjectHome::inspected(const std::string& job) const {
    const Result list = seihon({"inspect", "list"});
    EXPECT_EQ(list.code, 0) << list.out << list.err;
    for (const record::Json& one : list.json().at("jobs").asArray()) {
        if (one.at("job").asString() != job) {
            continue;
        }
        for (const record::Json& page : one.at("toInspect").asArray()) {
            const Result viewed =
                as("pharmacist", {"inspect", "view", job, std::to_string(page.asInt()), "--to",
                                  newPath("page.png").string()});
            EXPECT_EQ(viewed.code, 0) << viewed.out << viewed.err;
        }
    }
    const Result approved = as("pharmacist", {"inspect", "approve", job});
    EXPECT_EQ(approved.code, 0) << approved.out << approved.err;
    return job;
}

std::string ProjectHome::accepted(const std::string& project, const std::string& patient) const {
    return inspected(uninspected(project, patient));
}

std::string ProjectHome::uninspected(const std::string& project, const std::string& patient) const {
    const std::string job = oldPaper(patient);
    const Result opened = as("clerk", {"job", "open", job, "--project", project});
    EXPECT_EQ(opened.code, 0) << opened.out << opened.err;
    return scanned(job);
}

void ProjectHome::expectReplayed() const {
    const Result replayed = seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
    EXPECT_EQ(seihon({"archive", "verify"}).code, 0);
}

} // namespace seihon::cli_test
