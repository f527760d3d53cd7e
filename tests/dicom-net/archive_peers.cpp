#include "archive_peers.h"

#include "support/run_tool.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace seihon::dicom_net {

namespace {

std::string contentOf(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
}

std::string quoted(const fs::path& path) {
    return "\"" + path.string() + "\"";
}

} // namespace

ErrandDesk::ErrandDesk() {
    std::string name = (fs::temp_directory_path() / "seihon-errand-XXXXXX").string();
    m_folder = ::mkdtemp(name.data());
}

ErrandDesk::~ErrandDesk() {
    fs::remove_all(m_folder);
}

Answer ErrandDesk::run(const Request& request) const {
    put(m_folder / "request.json", record::canonical(toJson(request)));
    // Through pipes: the worker may write no file.
    const auto ran =
        support::runTool(std::string("timeout 60 ") + SEIHON_BIN_DIR + "/seihon-dicom-worker < " +
                         (m_folder / "request.json").string());
    EXPECT_EQ(ran.exitCode, 0) << ran.output;
    return answerFromJson(record::parseJson(ran.output));
}

std::string ErrandDesk::uidOf(int number) {
    return "2.25.3141592653589793238462643." + std::to_string(number);
}

fs::path ErrandDesk::object(int number, const std::string& transferSyntaxOption) const {
    const fs::path file = m_folder / ("object" + std::to_string(number));
    put(file.string() + ".dump", "(0008,0005) CS [ISO_IR 192]\n(0008,0016) UI "
                                 "=SecondaryCaptureImageStorage\n(0008,0018) UI [" +
                                     uidOf(number) +
                                     "]\n(0008,0020) DA [20260102]\n(0008,0060) CS [OT]\n"
                                     "(0008,0064) CS [SD]\n(0010,0010) PN [Yamada^Taro]\n"
                                     "(0010,0020) LO [4711]\n(0020,000d) UI [2.25.1001]\n"
                                     "(0020,000e) UI [2.25.1002]\n(0020,0013) IS [1]\n"
                                     "(0028,0002) US 1\n(0028,0004) CS [MONOCHROME2]\n"
                                     "(0028,0010) US 2\n(0028,0011) US 2\n(0028,0100) US 8\n"
                                     "(0028,0101) US 8\n(0028,0102) US 7\n(0028,0103) US 0\n"
                                     "(7fe0,0010) OB 01\\02\\03\\04\n");
    const auto made = support::runTool("dump2dcm " + transferSyntaxOption + " " + file.string() +
                                       ".dump " + file.string() + ".dcm");
    EXPECT_EQ(made.exitCode, 0) << made.output;
    return file.string() + ".dcm";
}

void ErrandDesk::makeAuthority(const std::string& name) const {
    const auto made = support::runTool("exec 2>/dev/null; cd " + m_folder.string() +
                                       " && umask 077 && openssl req -x509 -newkey rsa:2048 -nodes "
                                       "-days 3650 -subj /CN=" +
                                       name + " -keyout " + name + ".key -out " + name + ".pem");
    ASSERT_EQ(made.exitCode, 0) << made.output;
}

void ErrandDesk::makeCertificate(const std::string& authority, const std::string& name,
                                 const std::string& dns) const {
    put(m_folder / (name + ".ext"), "subjectAltName=DNS:" + dns + "\n");
    const auto made = support::runTool(
        "exec 2>/dev/null; cd " + m_folder.string() +
        " && umask 077 && openssl req -new -newkey rsa:2048 -nodes -subj /CN=" + dns + " -keyout " +
        name + ".key -out " + name +
        ".csr && openssl x509 -req -days 3650 "
        "-CAcreateserial -in " +
        name + ".csr -CA " + authority + ".pem -CAkey " + authority + ".key -extfile " + name +
        ".ext -out " + name + ".pem");
    ASSERT_EQ(made.exitCode, 0) << made.output;
}

TlsFiles ErrandDesk::tlsFiles(const std::string& serverName, const std::string& client,
                              const std::string& authority) const {
    return {m_folder / (authority + ".pem"), m_folder / (client + ".pem"),
            m_folder / (client + ".key"), serverName};
}

Peer archiveAt(int port, const std::string& called) {
    Peer peer;
    peer.host = "127.0.0.1";
    peer.port = static_cast<std::uint16_t>(port);
    peer.calledAeTitle = called;
    peer.callingAeTitle = "STATION";
    peer.timeout = std::chrono::seconds(5);
    return peer;
}

Request storing(const Peer& peer, const std::vector<fs::path>& files) {
    Request request;
    request.errand = Errand::Store;
    request.peer = peer;
    request.files = files;
    return request;
}

Orthanc::Orthanc(const ErrandDesk& desk, const Wish& wish)
    : m_port(support::freePort("127.0.0.1")), m_httpPort(support::freePort("127.0.0.1")),
      m_replyPort(support::freePort("127.0.0.1")) {
    const fs::path folder = desk.folder() / "orthanc";
    fs::create_directories(folder);
    const auto yes = [](bool value) {
        return std::string(value ? "true" : "false");
    };
    std::string config = "{\"Name\":\"test\",\"StorageDirectory\":" + quoted(folder / "store") +
                         ",\"IndexDirectory\":" + quoted(folder / "store") +
                         ",\"HttpServerEnabled\":true,\"HttpPort\":" + std::to_string(m_httpPort) +
                         ",\"RemoteAccessAllowed\":false,\"AuthenticationEnabled\":false"
                         ",\"DicomAet\":\"ORTHANC\",\"DefaultEncoding\":\"Utf8\","
                         "\"DicomCheckCalledAet\":true,\"DicomPort\":" +
                         std::to_string(m_port) + ",\"OverwriteInstances\":" + yes(wish.overwrite) +
                         ",\"DicomModalities\":{\"station\":{\"AET\":\"" + wish.reportTo +
                         "\",\"Host\":\"127.0.0.1\",\"Port\":" + std::to_string(m_replyPort) +
                         ",\"UseDicomTls\":" + yes(wish.tls) + "}}";
    if (wish.tls) {
        config += ",\"DicomTlsEnabled\":true,\"DicomTlsCertificate\":" +
                  quoted(desk.folder() / "archive.pem") +
                  ",\"DicomTlsPrivateKey\":" + quoted(desk.folder() / "archive.key") +
                  ",\"DicomTlsTrustedCertificates\":" + quoted(desk.folder() / "ca.pem") +
                  ",\"DicomTlsRemoteCertificateRequired\":true";
    }
    if (!wish.worklists.empty()) {
        config += ",\"Plugins\":[\"/usr/share/orthanc/plugins/libModalityWorklists.so\"]"
                  ",\"Worklists\":{\"Enable\":true,\"Database\":" +
                  quoted(wish.worklists) + ",\"FilterIssuerAet\":false}";
    }
    if (!wish.lua.empty()) {
        put(folder / "rewrite.lua", wish.lua);
        config += ",\"LuaScripts\":[" + quoted(folder / "rewrite.lua") + "]";
    }
    put(folder / "orthanc.json", config + "}");
    m_child = support::ChildProcess({"/usr/sbin/Orthanc", (folder / "orthanc.json").string()}, {},
                                    folder / "log");
    m_running = support::awaitListener("127.0.0.1", m_port) &&
                support::awaitListener("127.0.0.1", m_httpPort);
    EXPECT_TRUE(m_running) << contentOf(folder / "log");
}

Peer Orthanc::peer() const {
    return archiveAt(m_port, "ORTHANC");
}

std::string Orthanc::get(const std::string& path) const {
    return support::runTool("curl -s http://127.0.0.1:" + std::to_string(m_httpPort) + path).output;
}

bool Orthanc::fetchOnly(const fs::path& into) const {
    const auto ids = record::parseJson(get("/instances")).asArray();
    return ids.size() == 1 && support::runTool("curl -sf -o " + into.string() +
                                               " http://127.0.0.1:" + std::to_string(m_httpPort) +
                                               "/instances/" + ids[0].asString() + "/file")
                                      .exitCode == 0;
}

void Orthanc::loseEverything() const {
    const auto lost =
        support::runTool("u=http://127.0.0.1:" + std::to_string(m_httpPort) +
                         "; for p in $(curl -s $u/patients | tr -d '[]\",'); do curl -s "
                         "-X DELETE $u/patients/$p; done");
    EXPECT_EQ(lost.exitCode, 0) << lost.output;
}

} // namespace seihon::dicom_net
