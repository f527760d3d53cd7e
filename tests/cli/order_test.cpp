#include "dicom-net/worklist_peer.h"
#include "station_home.h"

#include "support/child_process.h"
#include "support/run_tool.h"

#include <gmock/gmock.h>

#include <algorithm>

// The order of a job, from a worklist that is not ours: what is typed and what is ordered stand
// beside each other, and neither a wrong patient nor a worklist that is down gets further than a
// sentence.
namespace seihon::cli_test {

namespace fs = std::filesystem;
using dicom_net::WorklistItem;
using dicom_net::WorklistPeer;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class Ordered : public testing::Test {
  protected:
    Ordered() : m_peer(m_home.path().parent_path() / "wlm") {}

    WorklistItem sample() const {
        WorklistItem item;
        item.name = dicom_net::sampleName();
        return item;
    }
    void serve() {
        ASSERT_TRUE(m_peer.start());
        writeFile(m_home.path() / "deliveries.toml", m_peer.settings());
    }
    Result order(const std::string& job, std::vector<std::string> more,
                 const std::string& user = "clerk") const {
        more.insert(more.begin(), {"job", "order", job});
        return m_home.as(user, more);
    }
    record::Json shown(const std::string& job) const {
        return m_home.as("clerk", {"job", "show", job}).json().at("order");
    }
    // scan, compare, submit, seal; gives the record's folder
    fs::path seal(const std::string& job) const {
        m_home.layPaper(1);
        for (const char* step : {"scan", "compare", "submit", "seal"}) {
            std::vector<std::string> args{"job", step, job};
            if (step == std::string("compare")) {
                args.emplace_back("--same");
            }
            const Result done = m_home.as("clerk", args);
            EXPECT_EQ(done.code, 0) << step << done.out << done.err;
        }
        return m_home.archivedRecords().at(0);
    }
    Result inOneGo(std::vector<std::string> more, const std::string& user = "clerk") const {
        std::vector<std::string> all{"intake",   "--class",          "referral-letter", "--patient",
                                     "P-000123", "--patient-name",   "見本 花子",       "--sheets",
                                     "1",        "--attest-complete"};
        all.insert(all.end(), more.begin(), more.end());
        return m_home.as(user, all);
    }
    Result inWords(const std::string& language, const std::vector<std::string>& args,
                   const std::string& user = "clerk") const {
        std::vector<std::string> command = m_home.command(user, args);
        std::replace(command.begin(), command.end(), std::string("--json"), "--lang=" + language);
        return runProgram(command);
    }
    std::string logLines() const { return m_home.seihon({"audit", "log"}).out; }

    StationHome m_home;
    WorklistPeer m_peer;
};

TEST_F(Ordered, one_that_is_picked_is_sealed_and_goes_out_with_every_value) {
    if (!support::hasTool("wlmscpfs") || !support::hasTool("dciodvfy")) {
        GTEST_SKIP() << "dcmtk or dicom3tools is not installed";
    }
    m_peer.add(sample());
    serve();
    const std::string job = m_home.openJob(1);
    const Result picked = order(job, {"--accession", "A1"});
    ASSERT_EQ(picked.code, 0) << picked.out << picked.err;
    const record::Json order = picked.json().at("order");
    EXPECT_EQ(order.at("typed").at("name").asString(), "見本 花子") << "what was typed stays";
    EXPECT_EQ(order.at("order").at("patient").at("ideographic").asString(), "見本^花子");
    EXPECT_EQ(order.at("order").at("characterSet").asString(), "\\ISO 2022 IR 87");
    EXPECT_THAT(order.at("differs").asArray(), SizeIs(0));
    // The public line knows the study, and nothing of the patient.
    const std::string log = logLines();
    EXPECT_THAT(log, HasSubstr("OrderPicked"));
    EXPECT_THAT(log, HasSubstr("2.25.501"));
    EXPECT_THAT(log, Not(HasSubstr("見本")));
    EXPECT_THAT(log, Not(HasSubstr("1950-01-01")));

    const fs::path record = seal(job);
    const record::Json sealed = record::parseJson(readFile(record / "record.json"));
    EXPECT_EQ(sealed.at("transferNote").at("order").at("order").at("accession").asString(), "A1");
    EXPECT_EQ(sealed.at("patient").at("name").asString(), "見本 花子");
    EXPECT_EQ(m_home.seihon({"record", "verify", record.filename()}).code, 0);
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);

    const fs::path made = m_home.path().parent_path() / "objects";
    const Result dicom = m_home.as("manager", {"record", "dicom", record.filename(), "--to", made});
    ASSERT_EQ(dicom.code, 0) << dicom.out << dicom.err;
    EXPECT_EQ(dicom.json().at("study").asString(), "2.25.501");
    const std::string file = (made / "0001.dcm").string();
    const std::string dump = support::runTool("dcmdump +L " + file).output;
    for (const char* value : {"[2.25.501]", "[A1]", "[R1]", "[S1]", "[19500101]", "[F]",
                              "[Ito^Ken]", "[scan of letters]", "RequestAttributesSequence",
                              "[Mihon^Hanako=見本^花子=みほん^はなこ]", "[P-000123]"}) {
        EXPECT_THAT(dump, HasSubstr(value));
    }
    const std::string judged = support::runTool("dciodvfy " + file).output;
    EXPECT_THAT(judged, Not(HasSubstr("Error"))) << judged;
}

TEST_F(Ordered, without_one_nothing_is_said_that_nobody_said) {
    if (!support::hasTool("dcmdump")) {
        GTEST_SKIP() << "dcmtk is not installed";
    }
    const fs::path record = seal(m_home.openJob(1));
    const record::Json content = record::parseJson(readFile(record / "record.json"));
    EXPECT_EQ(content.at("transferNote").find("order"), nullptr);
    const fs::path made = m_home.path().parent_path() / "objects";
    ASSERT_EQ(m_home.as("manager", {"record", "dicom", record.filename(), "--to", made}).code, 0);
    const std::string dump = support::runTool("dcmdump +L " + (made / "0001.dcm").string()).output;
    EXPECT_THAT(dump, Not(HasSubstr("RequestAttributesSequence")));
    EXPECT_THAT(dump, HasSubstr("AccessionNumber"));
    EXPECT_THAT(dump, Not(HasSubstr("[A1]")));
}

TEST_F(Ordered, of_another_patient_it_is_refused_and_another_writing_needs_a_reason) {
    WorklistItem other = sample(); // our patient's name, somebody else's number
    other.accession = "B1";
    other.patientId = "P-000124";
    m_peer.add(other);
    WorklistItem named = sample(); // and the other way round
    named.accession = "C1";
    named.study = "2.25.502";
    named.name = dicom_net::otherName();
    m_peer.add(named);
    serve();
    const std::string job = m_home.openJob(1);
    const Result refused = order(job, {"--accession", "B1", "--reason", "それでも"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("OrderOfOtherPatient")) << refused.out;
    EXPECT_TRUE(shown(job).isNull());
    const Result asked = order(job, {"--accession", "C1"});
    EXPECT_EQ(asked.code, 1);
    EXPECT_TRUE(asked.has("OrderPatientDiffers")) << asked.out;
    EXPECT_THAT(asked.json().at("rows").asArray(), SizeIs(1)) << "side by side";
    EXPECT_TRUE(shown(job).isNull());
    const Result answered = order(job, {"--accession", "C1", "--reason", "改姓。保険証で確認した"});
    EXPECT_EQ(answered.code, 0) << answered.out;
    EXPECT_TRUE(answered.has("OrderPatientDiffers")) << "told all the same";
    EXPECT_EQ(shown(job).at("reason").asString(), "改姓。保険証で確認した");
    EXPECT_EQ(shown(job).at("typed").at("name").asString(), "見本 花子");
    EXPECT_THAT(logLines(), Not(HasSubstr("改姓"))) << "it tells of the patient";
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
    EXPECT_EQ(order(job, {"--accession", "C1"}, "auditor").code, 1) << "not by everybody";
}

TEST_F(Ordered, a_birth_date_is_compared_with_the_patient_index) {
    m_home.editFile("station.toml", "demographics = \"\"", "demographics = \"patients.csv\"");
    writeFile(m_home.path() / "patients.csv", "id,name,kana,birth_date\n"
                                              "P-000123,見本　花子,ミホン ハナコ,1950-01-02\n");
    m_peer.add(sample());
    serve();
    const std::string job = m_home.openJob(1);
    const Result asked = order(job, {});
    EXPECT_TRUE(asked.has("OrderPatientDiffers")) << asked.out;
    EXPECT_EQ(asked.json().at("rows").asArray().at(0).at("differs").asArray().at(0).asString(),
              "birth date");
    EXPECT_EQ(order(job, {"--reason", "診察券で確認した"}).code, 0);
    EXPECT_EQ(shown(job).at("known").at("birthDate").asString(), "1950-01-02");
}

TEST_F(Ordered, exactly_one_is_meant_and_it_may_be_taken_back_until_it_is_accepted) {
    m_peer.add(sample());
    WorklistItem second = sample();
    second.accession = "A2";
    second.study = "2.25.502";
    m_peer.add(second);
    serve();
    const std::string job = m_home.openJob(1);
    const Result two = order(job, {});
    EXPECT_EQ(two.code, 1);
    EXPECT_TRUE(two.has("OrderNotOne"));
    EXPECT_THAT(two.json().at("rows").asArray(), SizeIs(2));
    EXPECT_TRUE(order(job, {"--accession", "NONE"}).has("OrderNotOne"));
    EXPECT_TRUE(shown(job).isNull());
    EXPECT_EQ(order(job, {"--study", "2.25.502"}).code, 0);
    EXPECT_EQ(shown(job).at("order").at("accession").asString(), "A2");
    EXPECT_EQ(order(job, {"--accession", "A1"}).code, 0) << "another one in its place";
    EXPECT_EQ(shown(job).at("order").at("accession").asString(), "A1");
    EXPECT_EQ(order(job, {"--none"}).code, 0);
    EXPECT_TRUE(shown(job).isNull());
    EXPECT_EQ(order(job, {"--none"}).code, 0) << "there is none";
    ASSERT_EQ(order(job, {"--accession", "A1"}).code, 0);
    m_home.layPaper(1);
    for (const char* step : {"scan", "compare", "submit"}) {
        std::vector<std::string> args{"job", step, job};
        if (step == std::string("compare")) {
            args.emplace_back("--same");
        }
        ASSERT_EQ(m_home.as("clerk", args).code, 0);
    }
    ASSERT_EQ(m_home.as("manager", {"job", "accept", job}).code, 0);
    for (const std::vector<std::string>& late :
         {std::vector<std::string>{"--none"}, {"--accession", "A2"}}) {
        const Result refused = order(job, late);
        EXPECT_EQ(refused.code, 1);
        EXPECT_TRUE(refused.has("StepNotAllowed")) << "it is sealed as it was accepted";
    }
    ASSERT_EQ(m_home.as("manager", {"job", "seal", job}).code, 0);
    EXPECT_EQ(order(job, {"--none"}).code, 1);
    EXPECT_EQ(shown(job).at("order").at("accession").asString(), "A1");
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(Ordered, a_patient_who_is_not_known_yet_has_no_order) {
    m_peer.add(sample());
    serve();
    const Result made =
        m_home.as("clerk", {"job", "register", "--class", "referral-letter",
                            "--patient-provisional", "--patient-name", "見本", "--sheets", "1"});
    const Result refused = order(made.json().at("job").asString(), {"--accession", "A1"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("PatientProvisional")) << refused.out;
}

TEST_F(Ordered, a_worklist_that_is_away_or_talks_nonsense_stops_nothing) {
    const std::string job = m_home.openJob(1);
    EXPECT_EQ(order(job, {"--accession", "A1"}).code, 2) << "none is set up";
    writeFile(m_home.path() / "deliveries.toml", m_peer.settings());
    const Result away = order(job, {"--accession", "A1"});
    EXPECT_EQ(away.code, 3) << "nothing was picked";
    EXPECT_TRUE(away.has("WorklistAway")) << away.out;
    EXPECT_FALSE(away.json().at("away").asString().empty());

    WorklistItem unread = sample(); // Korean is not read, and not guessed at
    unread.characterSet = "\\ISO 2022 IR 149";
    m_peer.add(unread);
    WorklistItem tooLong = sample();
    tooLong.accession = "LONGER-THAN-SIXTEEN";
    tooLong.study = "2.25.503";
    m_peer.add(tooLong);
    WorklistItem noDay = sample();
    noDay.accession = "D1";
    noDay.birthDate = "19501332";
    m_peer.add(noDay);
    WorklistItem noStudy = sample();
    noStudy.accession = "E1";
    noStudy.study = "2.25.";
    m_peer.add(noStudy);
    serve();
    for (const char* accession : {"A1", "D1", "E1"}) {
        const Result refused = order(job, {"--accession", accession});
        EXPECT_EQ(refused.code, 1) << accession;
        EXPECT_TRUE(refused.has("OrderUnusable")) << accession << refused.out;
    }
    EXPECT_TRUE(order(job, {"--study", "2.25.503"}).has("OrderUnusable"));
    EXPECT_TRUE(shown(job).isNull());
    m_peer.stop();
    (void)seal(job); // the job goes on
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(Ordered, people_are_told_in_words_which_one_a_job_has) {
    m_peer.add(sample());
    serve();
    const std::string job = m_home.openJob(1);
    const Result picked = inWords("ja", {"job", "order", job, "--accession", "A1"});
    ASSERT_EQ(picked.code, 0) << picked.out << picked.err;
    EXPECT_THAT(picked.out, HasSubstr("オーダーを選びました"));
    EXPECT_THAT(picked.out, HasSubstr("A1"));
    EXPECT_THAT(inWords("en", {"job", "show", job}).out, HasSubstr("order  A1"));
    EXPECT_THAT(inWords("ja", {"job", "show", job}).out, HasSubstr("オーダー  A1"));
    EXPECT_THAT(inWords("en", {"job", "order", job, "--none"}).out,
                HasSubstr("without an order now"));
    EXPECT_THAT(inWords("en", {"job", "show", job}).out, Not(HasSubstr("order  ")));
    EXPECT_THAT(inWords("ja", {"audit", "log"}, "auditor").out,
                HasSubstr("OrderPicked（オーダーを選択）"));
    EXPECT_THAT(inWords("en", {"audit", "log"}, "auditor").out, HasSubstr("OrderPicked  "));
}

// --- in one go ---

TEST_F(Ordered, in_one_go_it_is_sealed_with_its_order) {
    m_peer.add(sample());
    serve();
    m_home.layPaper(1);
    const Result done = inOneGo({"--order", "A1"});
    ASSERT_EQ(done.code, 0) << done.out << done.err;
    EXPECT_EQ(done.json().at("order").at("order").at("accession").asString(), "A1");
    const record::Json sealed =
        record::parseJson(readFile(m_home.archivedRecords().at(0) / "record.json"));
    EXPECT_EQ(sealed.at("transferNote").at("order").at("order").at("accession").asString(), "A1");
    EXPECT_EQ(m_home.seihon({"record", "verify", m_home.archivedRecords().at(0)}).code, 0);
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
    // Documents for record systems name it.
    writeFile(m_home.path() / "deliveries.toml",
              m_peer.settings() + "\n[cda]\nfacility_oid = \"2.999.10\"\n"
                                  "patient_oid = \"2.999.10.1\"\nconfidentiality = \"N\"\n");
    const fs::path cda = m_home.path().parent_path() / "letter.cda.xml";
    const Result made = m_home.as(
        "manager", {"record", "cda", m_home.archivedRecords().at(0).filename(), "--to", cda});
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    EXPECT_THAT(readFile(cda), HasSubstr("<id root=\"2.999.10\" extension=\"A1\"/></order>"));
}

TEST_F(Ordered, in_one_go_nothing_is_fed_for_the_wrong_one) {
    WorklistItem other = sample();
    other.accession = "B1";
    other.patientId = "P-000124";
    m_peer.add(other);
    WorklistItem named = sample();
    named.accession = "C1";
    named.study = "2.25.502";
    named.name = dicom_net::otherName();
    m_peer.add(named);
    serve();
    m_home.layPaper(1);
    const Result refused = inOneGo({"--order", "B1", "--order-reason", "それでも"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("OrderOfOtherPatient")) << refused.out;
    EXPECT_THAT(refused.json().at("rows").asArray(), SizeIs(1)) << "whose it is, is shown";
    EXPECT_TRUE(inOneGo({"--order", "NONE"}).has("OrderNotOne"));
    const Result asked = inOneGo({"--order", "C1"});
    EXPECT_EQ(asked.code, 1);
    EXPECT_TRUE(asked.has("OrderPatientDiffers")) << asked.out;
    EXPECT_THAT(logLines(), Not(HasSubstr("OriginalRegistered"))) << "before there is a job";
    EXPECT_TRUE(m_home.archivedRecords().empty());
    const Result answered = inOneGo({"--order", "C1", "--order-reason", "改姓。保険証で確認した"});
    ASSERT_EQ(answered.code, 0) << answered.out << answered.err;
    EXPECT_TRUE(answered.has("OrderPatientDiffers")) << "told all the same";
    EXPECT_EQ(answered.json().at("order").at("reason").asString(), "改姓。保険証で確認した");
    EXPECT_EQ(m_home.archivedRecords().size(), 1U) << "the paper still lay in the tray";
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(Ordered, in_one_go_the_paper_goes_on_when_the_worklist_is_away) {
    writeFile(m_home.path() / "deliveries.toml", m_peer.settings()); // nobody listens there
    m_home.layPaper(1);
    const Result done = inOneGo({"--order", "A1"});
    EXPECT_EQ(done.code, 0) << done.out << done.err;
    EXPECT_TRUE(done.has("WorklistAway")) << done.out;
    EXPECT_FALSE(done.json().at("away").asString().empty());
    EXPECT_TRUE(done.json().at("order").isNull());
    EXPECT_EQ(m_home.archivedRecords().size(), 1U);
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
}

TEST_F(Ordered, in_one_go_it_wants_a_worklist_and_a_patient_who_is_known) {
    m_home.layPaper(1);
    EXPECT_EQ(inOneGo({"--order", "A1"}).code, 2) << "none is set up";
    EXPECT_EQ(inOneGo({"--order", ""}).code, 2);
    EXPECT_EQ(inOneGo({"--order-reason", "x"}).code, 2) << "of which order?";
    EXPECT_EQ(m_home.as("clerk", {"intake", "--cover", "--order", "A1"}).code, 2);
    m_peer.add(sample());
    serve();
    const Result night =
        m_home.as("clerk", {"intake", "--class", "referral-letter", "--patient-provisional",
                            "--patient-name", "見本", "--sheets", "1", "--order", "A1"});
    EXPECT_EQ(night.code, 1);
    EXPECT_TRUE(night.has("PatientProvisional")) << night.out;
    EXPECT_EQ(inOneGo({"--order", "A1"}, "auditor").code, 1) << "not by everybody";
    EXPECT_THAT(logLines(), Not(HasSubstr("OriginalRegistered")));
}

} // namespace seihon::cli_test
