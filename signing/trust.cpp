#include "signing/trust.h"

#include "record/fault.h"
#include "signing/openssl_handles.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace seihon::signing {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxFileBytes = 16u << 20;
constexpr std::size_t kMaxFiles = 256;
constexpr std::size_t kMaxObjectsPerFile = 1000;
constexpr std::array<std::string_view, 5> kEndings{".pem", ".crt", ".cer", ".der", ".crl"};

[[noreturn]] void invalid(const fs::path& file, const std::string& reason) {
    throw record::Fault(record::FaultKind::ConfigInvalid, file.string() + ": " + reason,
                        {{"file", file.string()}, {"line", "0"}, {"reason", reason}});
}

std::string readWhole(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) {
        throw record::Fault(record::FaultKind::NotFound, file.string() + ": " + error.message(),
                            {{"what", file.string()}, {"file", file.string()}});
    }
    if (size > kMaxFileBytes) {
        invalid(file, "larger than 16 MiB");
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream || text.size() != size) {
        throw record::Fault(record::FaultKind::StorageFailed, file.string() + ": cannot be read",
                            {{"file", file.string()}});
    }
    return text;
}

// Regular files with a known ending, in name order. A link may point to another file of the trust
// directory (a list that is replaced by renaming a link), never out of it.
std::vector<fs::path> filesIn(const fs::path& home, const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (name.starts_with('.')) {
            continue; // a file that is just being written
        }
        const fs::path real = fs::canonical(at->path(), error);
        if (error || !fs::is_regular_file(real)) {
            invalid(at->path(), "not a file");
        }
        if (std::mismatch(home.begin(), home.end(), real.begin(), real.end()).first != home.end()) {
            invalid(at->path(), "leads out of the trust directory");
        }
        const std::string ending = at->path().extension().string();
        if (std::find(kEndings.begin(), kEndings.end(), ending) == kEndings.end()) {
            invalid(at->path(), "no .pem, .crt, .cer, .der or .crl file");
        }
        files.push_back(at->path());
        if (files.size() > kMaxFiles) {
            invalid(folder, "more than 256 files");
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        invalid(folder, error.message());
    }
    std::sort(files.begin(), files.end());
    return files;
}

struct Objects {
    std::vector<Der> certificates;
    std::vector<Der> crls;
};

struct PemBlock {
    std::string name;
    Der der;
};

// The next PEM block; empty at the end of the text.
std::optional<PemBlock> nextPem(::BIO* bio, const fs::path& file) {
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    openssl::dropErrors();
    const int read = ::PEM_read_bio(bio, &name, &header, &data, &length);
    using Held = std::unique_ptr<void, openssl::Freer<openssl::freeOpenssl>>;
    const Held heldName(name), heldHeader(header), heldData(data);
    if (read != 1) {
        const unsigned long error = ::ERR_peek_last_error();
        openssl::dropErrors();
        if (ERR_GET_REASON(error) != PEM_R_NO_START_LINE) {
            invalid(file, "broken PEM");
        }
        return std::nullopt;
    }
    return PemBlock{name, Der(data, data + length)};
}

Objects readPem(const std::string& text, const fs::path& file) {
    const openssl::BioPtr bio(openssl::need(
        ::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), "BIO_new_mem_buf"));
    Objects objects;
    while (const std::optional<PemBlock> block = nextPem(bio.get(), file)) {
        if (block->name == "CERTIFICATE") {
            objects.certificates.push_back(block->der);
        } else if (block->name == "X509 CRL") {
            objects.crls.push_back(block->der);
        } else {
            invalid(file, "holds a " + block->name); // a private key, say, has no place here
        }
        if (objects.certificates.size() + objects.crls.size() > kMaxObjectsPerFile) {
            invalid(file, "more than 1000 objects");
        }
    }
    return objects;
}

Objects readObjects(const fs::path& file) {
    const std::string text = readWhole(file);
    Objects objects;
    if (text.find("-----BEGIN ") != text.npos) {
        objects = readPem(text, file);
    } else {
        const Der der(text.begin(), text.end());
        (openssl::certificateFromDer(der) ? objects.certificates : objects.crls).push_back(der);
    }
    for (const Der& certificate : objects.certificates) {
        if (!openssl::certificateFromDer(certificate)) {
            invalid(file, "a certificate that is not DER");
        }
    }
    for (const Der& crl : objects.crls) {
        if (!openssl::crlFromDer(crl)) {
            invalid(file, "neither a certificate nor a revocation list in PEM or DER");
        }
    }
    if (objects.certificates.empty() && objects.crls.empty()) {
        invalid(file, "holds no certificate and no revocation list");
    }
    return objects;
}

bool isSelfSigned(const Der& der) {
    const openssl::CertificatePtr certificate = openssl::certificateFromDer(der);
    const bool is = certificate && ::X509_self_signed(certificate.get(), 1) == 1;
    openssl::dropErrors();
    return is;
}

void loadAnchors(const fs::path& home, const char* folder,
                 std::map<std::string, std::vector<Der>>& roots, Trust& trust) {
    for (const fs::path& file : filesIn(home, home / folder)) {
        Objects objects = readObjects(file);
        if (!objects.crls.empty()) {
            invalid(file, "a revocation list among the roots");
        }
        for (Der& certificate : objects.certificates) {
            if (isSelfSigned(certificate)) {
                roots[file.filename().string()].push_back(std::move(certificate));
            } else {
                trust.intermediates.push_back(std::move(certificate));
            }
        }
    }
}

void needRoots(const fs::path& home, const std::map<std::string, std::vector<Der>>& roots,
               const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (!roots.contains(name)) {
            invalid(home / "trust.toml", "names " + name + ", which holds no root");
        }
    }
}

} // namespace

Trust loadTrust(const fs::path& folder) {
    std::error_code error;
    const fs::path home = fs::canonical(folder, error);
    if (error) {
        throw record::Fault(record::FaultKind::NotFound, folder.string() + ": " + error.message(),
                            {{"what", folder.string()}, {"file", folder.string()}});
    }
    const fs::path file = home / "trust.toml";
    Trust trust;
    trust.file = config::parseTrust(readWhole(file), file.string());
    loadAnchors(home, "roots", trust.roots, trust);
    loadAnchors(home, "tsa", trust.tsaRoots, trust);
    for (const fs::path& list : filesIn(home, home / "crls")) {
        Objects objects = readObjects(list);
        if (!objects.certificates.empty()) {
            invalid(list, "a certificate among the revocation lists");
        }
        std::move(objects.crls.begin(), objects.crls.end(), std::back_inserter(trust.crls));
    }
    for (const config::TrustProfile& profile : trust.file.profiles) {
        needRoots(home, trust.roots, profile.roots);
    }
    for (const config::TrustedTimestampService& service : trust.file.timestampServices) {
        needRoots(home, trust.tsaRoots, service.roots);
    }
    return trust;
}

} // namespace seihon::signing
