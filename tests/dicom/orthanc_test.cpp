#include "object_facts.h"

#include "record/json.h"
#include "support/run_tool.h"

#include <gtest/gtest.h>

#include <fstream>

// Names and pixels through a real archive and back.
namespace seihon::dicom {

using support::hasTool;
using support::runTool;

namespace {

std::string contentOf(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Orthanc on a free port for as long as one script runs; $url is where it answers.
support::ToolAnswer withOrthanc(const ScratchFolder& folder, const std::string& script) {
    std::ofstream(folder.file("run.sh")) << R"(cd "$1" || exit 2
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir store
echo '{"StorageDirectory":"store","IndexDirectory":"store","HttpPort":'$port',"DicomServerEnabled":false,"RemoteAccessAllowed":false,"AuthenticationEnabled":false,"Plugins":[]}' > orthanc.json
Orthanc orthanc.json > orthanc.log 2>&1 &
server=$!
url=http://127.0.0.1:$port
for i in $(seq 300); do curl -sf $url/system > /dev/null && break; sleep 0.1; done
)" << script << "\nkill $server\nwait $server\nexit 0\n";
    return runTool("bash '" + folder.file("run.sh") + "' '" + folder.file("") + "'");
}

} // namespace

TEST(DicomThroughOrthanc, names_and_bytes_come_back_in_each_character_set) {
    if (!hasTool("Orthanc") || !hasTool("curl")) {
        GTEST_SKIP() << "orthanc or curl is not installed";
    }
    struct Case {
        const char* sets;
        PersonName name;
    };
    const std::vector<Case> cases{
        {"ISO_IR 192", {"", "髙橋^𠮷", "たかはし^よし"}},
        {"ISO_IR 192", {"Yamada^Tarou", "山﨑^太郎", "ヤマザキ^タロウ"}},
        {"ISO_IR 192", {"", "ソ^構", "ソー"}},
        {"\\ISO 2022 IR 87", {"Yamada^Tarou", "山田^太郎", "やまだ^たろう"}},
        {"\\ISO 2022 IR 87", {"", "渡邊^〆", "ワタナベ^シメ"}},
        {"\\ISO 2022 IR 87", {"", "オオノ^ヨーコ", ""}},
        {"\\ISO 2022 IR 87", {"", "ソ^構", "ソー"}},
    };
    const ScratchFolder folder;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        Document document = fullDocument(ObjectKind::SecondaryCapture, static_cast<unsigned>(i));
        document.patient.name = cases[i].name;
        const Written object = writeObject(document, {characterSetsFrom(cases[i].sets),
                                                      OutsideRule::Refuse, TransferSyntax::JpegLs});
        folder.write("in" + std::to_string(i), object.bytes);
    }
    withOrthanc(folder, R"(for f in in*; do
    id=$(curl -sf --data-binary @$f $url/instances | grep -o '"ID" : "[^"]*"' | cut -d'"' -f4)
    curl -sf $url/instances/$id/simplified-tags > tags-$f
    curl -sf $url/instances/$id/file > back-$f
done)");
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string one = "in" + std::to_string(i);
        EXPECT_TRUE(contentOf(folder.file("back-" + one)) == contentOf(folder.file(one))) << i;
        const record::Json tags = record::parseJson(contentOf(folder.file("tags-" + one)));
        EXPECT_EQ(tags.at("PatientName").asString(), textOf(cases[i].name)) << cases[i].sets;
        EXPECT_EQ(tags.at("StudyDescription").asString(), "紹介状");
    }
}

} // namespace seihon::dicom
