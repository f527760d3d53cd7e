#include "station_home.h"

#include "imaging/tiff.h"
#include "record/digest.h"
#include "record/page_image.h"

#include <gtest/gtest.h>

#include <set>

// A sealed record as DICOM objects.
namespace seihon::cli_test {

namespace {

bool hasProgram(const char* name) {
    return runProgram({"sh", "-c", std::string("command -v ") + name}).code == 0;
}

std::string rawPixels(const std::string& bytes) {
    const record::PageImage page = imaging::decodeTiff(record::bytesOf(bytes));
    std::string raw;
    for (std::int64_t y = 0; y < page.height; ++y) {
        raw.append(reinterpret_cast<const char*>(page.row(y)),
                   static_cast<std::size_t>(page.rowBytes()));
    }
    return raw;
}

// What DCMTK's own tools find in an object: first all frames, then a dump.
struct DicomLook {
    std::string pixels, dump;
};

DicomLook lookInto(const std::filesystem::path& file, const std::filesystem::path& work) {
    const std::string plain = work / "plain.dcm";
    DicomLook look;
    // Each tool leaves alone what is not its own.
    for (const char* tool : {"dcmdjpeg", "dcmdjpls"}) {
        if (runProgram({tool, file.string(), plain}).code == 0) {
            break;
        }
    }
    look.dump = runProgram({"dcmdump", "+L", file.string()}).out;
    runProgram({"dcmdump", "+W", work.string(), plain});
    look.pixels = readFile(work / "plain.dcm.0.raw");
    std::filesystem::remove(work / "plain.dcm.0.raw");
    std::filesystem::remove(plain);
    return look;
}

} // namespace

TEST(RecordAsDicom, holds_every_pixel_of_the_masters_and_is_in_the_log_first) {
    if (!hasProgram("dcmdump") || !hasProgram("dciodvfy")) {
        GTEST_SKIP() << "dcmtk or dicom3tools is not installed";
    }
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(2);
    const std::string id = record.filename().string();
    const std::string masters = rawPixels(readFile(record / "pages/0001.tif")) +
                                rawPixels(readFile(record / "pages/0002.tif"));
    std::set<std::string> instances;
    std::string study;
    for (const char* syntax : {"jpeg-lossless", "jpeg-ls"}) {
        for (const bool single : {false, true}) {
            const std::filesystem::path folder =
                home.path() / (std::string(syntax) + (single ? "-single" : "-all"));
            std::vector<std::string> args{"record", "dicom",     id,
                                          "--to",   folder,      "--syntax",
                                          syntax,   "--charset", single ? "utf-8" : "ir-87"};
            if (single) {
                args.emplace_back("--single");
            }
            const Result run = home.as("manager", args);
            ASSERT_EQ(run.code, 0) << run.out << run.err;
            const auto& objects = run.json().at("objects").asArray();
            ASSERT_EQ(objects.size(), single ? 2u : 1u);
            std::string pixels;
            for (std::size_t i = 0; i < objects.size(); ++i) {
                const std::filesystem::path file =
                    folder / ("000" + std::to_string(i + 1) + ".dcm");
                EXPECT_EQ(record::sha256(readFile(file)).hex(), objects[i].at("sha256").asString());
                const DicomLook look = lookInto(file, home.path());
                pixels += look.pixels.substr(0, masters.size() / objects.size());
                const std::string uid = objects[i].at("sopInstance").asString();
                EXPECT_NE(look.dump.find(uid), look.dump.npos);
                EXPECT_NE(look.dump.find("[P-000123]"), look.dump.npos);
                EXPECT_NE(look.dump.find("sealed record " + id), look.dump.npos);
                EXPECT_TRUE(instances.insert(uid).second); // never a second time
                // Of two-byte text dciodvfy takes each 5C for a delimiter, also inside of 本.
                const Result judged = runProgram({"dciodvfy", file.string()});
                EXPECT_TRUE(!single || judged.err.find("Error") == judged.err.npos) << judged.err;
            }
            EXPECT_TRUE(pixels == masters) << syntax;
            // One record is one study, however often it leaves.
            EXPECT_TRUE(study.empty() || study == run.json().at("study").asString());
            study = run.json().at("study").asString();
        }
    }
    const std::string log = home.seihon({"audit", "log"}).out;
    for (const std::string& uid : instances) {
        EXPECT_NE(log.find(uid), log.npos);
    }
    EXPECT_EQ(log.find("見本"), log.npos);
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
    EXPECT_EQ(home.as("auditor", {"audit", "replay"}).code, 0);
}

TEST(RecordAsDicom, can_be_signed_by_the_card_of_who_sends_it) {
    if (!hasProgram("dcmsign")) {
        GTEST_SKIP() << "dcmtk is not installed";
    }
    const StationHome home;
    const std::string id = home.sealedRecord(2).filename().string();
    const std::filesystem::path folder = home.path() / "signed", plain = home.path() / "plain";
    ASSERT_EQ(home.as("manager", {"record", "dicom", id, "--to", plain}).code, 0);
    const Result run = home.as("manager", {"record", "dicom", id, "--to", folder, "--single",
                                           "--syntax", "jpeg-ls", "--sign"});
    ASSERT_EQ(run.code, 0) << run.out << run.err;
    const auto dcmsign = [&](const std::filesystem::path& file, bool stamped) {
        std::vector<std::string> command{"dcmsign", "+rc", "+cd", (home.path() / "demo").string()};
        for (const auto& one : std::filesystem::directory_iterator(home.path() / "demo")) {
            if (one.path().extension() == ".pem") {
                command.insert(command.end(), {"+cf", one.path().string()});
            }
        }
        if (stamped) {
            command.emplace_back("+tr");
        }
        command.push_back(file.string());
        return runProgram(command);
    };
    EXPECT_EQ(dcmsign(plain / "0001.dcm", false).code, 100); // off unless asked for
    for (const char* name : {"0001.dcm", "0002.dcm"}) {
        const Result judged = dcmsign(folder / name, true);
        EXPECT_EQ(judged.code, 0) << judged.out << judged.err;
        std::string altered = readFile(folder / name);
        altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 1);
        writeFile(home.path() / "altered.dcm", altered);
        EXPECT_NE(dcmsign(home.path() / "altered.dcm", true).code, 0);
    }
    EXPECT_NE(home.seihon({"audit", "log"}).out.find("\"signed\":true"), std::string::npos);
}

TEST(RecordAsDicom, is_refused_rather_than_wrong) {
    const StationHome home;
    const std::filesystem::path record = home.sealedRecord(1);
    const std::string id = record.filename().string(), folder = home.path() / "objects";
    const auto dicom = [&](std::vector<std::string> more, const std::string& user = "manager") {
        std::vector<std::string> args{"record", "dicom", id, "--to", folder};
        args.insert(args.end(), more.begin(), more.end());
        return home.as(user, args);
    };
    // The name cannot be said in ASCII: refused, or told by who asked for that.
    const Result outside = dicom({"--charset", "ascii"});
    EXPECT_EQ(outside.code, 1) << outside.out;
    EXPECT_TRUE(outside.has("DicomTextOutside"));
    EXPECT_FALSE(std::filesystem::exists(folder));
    EXPECT_TRUE(dicom({}, "clerk").has("NotAuthorized"));
    EXPECT_EQ(dicom({"--charset", "sjis"}).code, 2);
    EXPECT_EQ(dicom({"--syntax", "jpeg"}).code, 2); // lossy: there is no such way
    EXPECT_EQ(home.as("manager", {"record", "dicom", id, "--to", (record / "dicom").string()}).code,
              2);

    // What is altered does not leave in any form.
    const std::string page = readFile(record / "pages" / "0001.tif");
    writeFile(record / "pages" / "0001.tif", page + "x");
    EXPECT_EQ(dicom({}).code, 4);
    writeFile(record / "pages" / "0001.tif", page);
    EXPECT_FALSE(std::filesystem::exists(folder));
    for (const auto& left : std::filesystem::directory_iterator(home.path())) {
        EXPECT_EQ(left.path().string().find(".part"), std::string::npos) << left.path();
    }

    const Result noted = dicom({"--charset", "ascii", "--outside", "note"});
    EXPECT_EQ(noted.code, 0) << noted.out;
    EXPECT_TRUE(noted.has("DicomTextOutside")); // a warning that stands in the log as well
    EXPECT_EQ(dicom({}).code, 2);               // nothing is overwritten
    EXPECT_EQ(home.seihon({"audit", "log"}).out.find("見本"), std::string::npos);
}

} // namespace seihon::cli_test
