#include "signing/crl_fetch.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/crl.h"
#include "signing/der.h"
#include "signing/evidence_record.h"
#include "signing/http.h"
#include "signing/openssl_handles.h"
#include "signing/signed_data.h"
#include "signing/small_file.h"
#include "signing/token_read.h"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>

namespace seihon::signing {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAddressesPerCertificate = 4;
constexpr std::size_t kCertificates = 100;
constexpr std::size_t kAddressBytes = 2048;
constexpr std::size_t kKeptFiles = 1000;
constexpr std::size_t kSealFileBytes = std::size_t{64} << 20;
constexpr long kRedirects = 3;
constexpr std::string_view kPemBegin = "-----BEGIN X509 CRL-----";

void freePoints(CRL_DIST_POINTS* points) noexcept {
    ::CRL_DIST_POINTS_free(points);
}
using PointsPtr = openssl::Handle<CRL_DIST_POINTS, freePoints>;

std::optional<record::Instant> thisUpdateOf(record::Bytes list) {
    const openssl::CrlPtr crl = openssl::crlFromDer(list);
    return crl ? openssl::instantOf(::X509_CRL_get0_lastUpdate(crl.get())) : std::nullopt;
}

// A list's issuer must have signed it, and it must speak about the certificate: another
// authority's list, or one for another kind of certificate, would hide that the right one is
// missing.
bool speaksFor(const Der& list, const Der& certificate, const std::vector<Der>& issuers) {
    return std::any_of(issuers.begin(), issuers.end(), [&](const Der& issuer) {
        return !judgeRevocation(certificate, issuer, {&list, 1}, {}).evidence.empty();
    });
}

// One file an address: the name says which, and no address can name a path.
fs::path keptFile(const fs::path& cache, const std::string& url) {
    return cache / (record::sha256(url).hex() + ".crl");
}

Der readKept(const fs::path& file, std::size_t limit) {
    try {
        const std::string bytes = readSmallFile(file, limit);
        return {bytes.begin(), bytes.end()};
    } catch (const record::Fault&) {
        return {}; // as if it had never been kept: it is asked for again
    }
}

struct Source {
    const Der& certificate;
    const std::vector<Der>& issuers;
    const std::string& url;
};

class Fetching {
  public:
    Fetching(const CrlQuestion& question, const CrlFetchOptions& options)
        : m_asked(question.certificates), m_known(question.certificates), m_options(options) {
        m_known.insert(m_known.end(), question.issuers.begin(), question.issuers.end());
    }

    CrlFetch run() {
        for (std::size_t i = 0; i < m_asked.size() && i < kCertificates; ++i) {
            const Der certificate = m_asked[i];
            const std::vector<Der> issuers = issuersOf(certificate);
            // An authority between certificate and root can be revoked as well.
            for (const Der& issuer : issuers) {
                if (std::find(m_asked.begin(), m_asked.end(), issuer) == m_asked.end()) {
                    m_asked.push_back(issuer);
                }
            }
            for (const std::string& url : crlAddresses(certificate)) {
                // Several addresses of one certificate are the same list in several places.
                if (issuers.empty() || fetch({certificate, issuers, url})) {
                    break;
                }
            }
        }
        return std::move(m_result);
    }

  private:
    std::vector<Der> issuersOf(const Der& certificate) const {
        std::vector<Der> issuers;
        const openssl::CertificatePtr subject = openssl::certificateFromDer(certificate);
        for (const Der& candidate : m_known) {
            const openssl::CertificatePtr issuer = openssl::certificateFromDer(candidate);
            if (subject && issuer && candidate != certificate &&
                ::X509_check_issued(issuer.get(), subject.get()) == X509_V_OK) {
                issuers.push_back(candidate);
            }
        }
        openssl::dropErrors();
        return issuers;
    }

    // True when a list for the certificate is at hand after it.
    bool fetch(const Source& source) {
        if (m_done.contains(source.url)) {
            return true; // by a certificate of the same issuer
        }
        Der kept = m_options.cache.empty()
                       ? Der()
                       : readKept(keptFile(m_options.cache, source.url), m_options.bytesLimit);
        if (!speaksFor(kept, source.certificate, source.issuers)) {
            kept.clear();
        }
        if (!m_options.mayAsk || m_options.mayAsk(source.url)) {
            ask(source, kept);
        }
        if (kept.empty()) {
            return false;
        }
        m_done.insert(source.url);
        m_result.lists.push_back(std::move(kept));
        return true;
    }

    void ask(const Source& source, Der& kept) {
        CrlAnswer answer;
        answer.url = source.url;
        const Der list = download(source.url, answer);
        if (answer.trouble.empty() && !speaksFor(list, source.certificate, source.issuers)) {
            answer.trouble = "the list is not one of the certificate's issuer";
        }
        if (answer.trouble.empty()) {
            const auto before = kept.empty() ? std::nullopt : thisUpdateOf(kept);
            const auto now = thisUpdateOf(list);
            answer.newer = now && (!before || *now > *before);
            if (answer.newer) {
                keep(source.url, list);
                kept = list;
            }
        }
        m_result.answers.push_back(std::move(answer));
    }

    Der download(const std::string& url, CrlAnswer& answer) const {
        HttpRequest request;
        request.url = url;
        request.connectTimeout = m_options.connectTimeout;
        request.timeout = m_options.timeout;
        request.bytesLimit = m_options.bytesLimit;
        request.redirects = kRedirects;
        const HttpAnswer got = exchange(request);
        if (!got.trouble.empty()) {
            answer.trouble = got.trouble;
        } else if (got.status != 200) {
            answer.trouble = "HTTP status " + std::to_string(got.status);
        }
        Der list = answer.trouble.empty() ? crlFromAnswer(got.body) : Der();
        if (answer.trouble.empty() && list.empty()) {
            answer.trouble = "the answer is no revocation list";
        }
        return list;
    }

    void keep(const std::string& url, const Der& list) const {
        if (m_options.cache.empty()) {
            return;
        }
        std::error_code error;
        fs::create_directories(m_options.cache, error);
        if (error) {
            throw record::Fault(record::FaultKind::StorageFailed,
                                m_options.cache.string() + ": " + error.message(),
                                {{"file", m_options.cache.string()}});
        }
        replaceFile(keptFile(m_options.cache, url),
                    {reinterpret_cast<const char*>(list.data()), list.size()}, 0644);
    }

    std::vector<Der> m_asked;
    std::vector<Der> m_known;
    const CrlFetchOptions& m_options;
    std::set<std::string> m_done;
    CrlFetch m_result;
};

// Foreign bytes that cannot be read hold no certificates.
template <typename Read>
std::vector<Der> whereReadable(Read read) {
    try {
        return read();
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        return {};
    }
}

std::vector<Der> certificatesOfSealFile(std::string_view ending, record::Bytes bytes) {
    std::vector<Der> tokens;
    std::vector<Der> certificates;
    if (ending == "p7s") {
        const SignedData seal = parseSignedData(bytes);
        certificates = seal.certificates;
        for (const CmsAttribute& attribute : seal.unsignedAttributes) {
            tokens.push_back(attribute.value);
        }
    } else if (ending == "ers") {
        for (const ArchiveChain& chain : parseEvidenceRecord(bytes).chains) {
            for (const ArchiveStamp& stamp : chain.stamps) {
                tokens.push_back(stamp.token);
            }
        }
    } else {
        tokens.emplace_back(bytes.begin(), bytes.end());
    }
    for (const Der& token : tokens) {
        const std::vector<Der> more = readToken(token).certificates;
        certificates.insert(certificates.end(), more.begin(), more.end());
    }
    return certificates;
}

} // namespace

std::vector<std::string> crlAddresses(record::Bytes certificateDer) {
    std::vector<std::string> addresses;
    const openssl::CertificatePtr certificate = openssl::certificateFromDer(certificateDer);
    if (!certificate) {
        return addresses;
    }
    const PointsPtr points(static_cast<CRL_DIST_POINTS*>(
        ::X509_get_ext_d2i(certificate.get(), NID_crl_distribution_points, nullptr, nullptr)));
    openssl::dropErrors();
    for (int i = 0; points && i < sk_DIST_POINT_num(points.get()); ++i) {
        const ::DIST_POINT* const point = sk_DIST_POINT_value(points.get(), i);
        if (point->distpoint == nullptr || point->distpoint->type != 0) {
            continue; // named relative to the issuer: a directory's affair
        }
        const GENERAL_NAMES* const names = point->distpoint->name.fullname;
        for (int k = 0; k < sk_GENERAL_NAME_num(names); ++k) {
            const ::GENERAL_NAME* const name = sk_GENERAL_NAME_value(names, k);
            if (name->type != GEN_URI) {
                continue;
            }
            const record::Bytes text = openssl::bytesOf(name->d.uniformResourceIdentifier);
            std::string url(text.begin(), text.end());
            const bool plain = std::all_of(url.begin(), url.end(),
                                           [](unsigned char c) { return c > 0x20 && c < 0x7f; });
            if (plain && url.size() <= kAddressBytes && isWebAddress(url) &&
                addresses.size() < kAddressesPerCertificate) {
                addresses.push_back(std::move(url));
            }
        }
    }
    return addresses;
}

Der crlFromAnswer(record::Bytes answer) {
    const std::string_view text(reinterpret_cast<const char*>(answer.data()), answer.size());
    Der list(answer.begin(), answer.end());
    if (const std::size_t begin = text.find_first_not_of(" \t\r\n");
        begin != text.npos && text.substr(begin).starts_with(kPemBegin)) {
        const openssl::BioPtr bio(openssl::need(
            ::BIO_new_mem_buf(answer.data(), static_cast<int>(answer.size())), "BIO_new_mem_buf"));
        const openssl::CrlPtr first(::PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
        const openssl::CrlPtr second(::PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
        openssl::dropErrors();
        if (!first || second) {
            return {};
        }
        list = openssl::toDer(first.get(), ::i2d_X509_CRL);
    }
    return der::isDer(list) && openssl::crlFromDer(list) ? list : Der();
}

CrlFetch fetchCrls(const CrlQuestion& question, const CrlFetchOptions& options) {
    return Fetching(question, options).run();
}

std::vector<Der> certificatesOfReply(record::Bytes reply) {
    return whereReadable([&] {
        const TimestampReply read = readTimestampReply(reply);
        return read.token.empty() ? std::vector<Der>() : readToken(read.token).certificates;
    });
}

std::vector<Der> certificatesOfRecord(const RecordFiles& record) {
    std::vector<Der> all;
    for (const std::string& path : record.files()) {
        const std::string_view ending = std::string_view(path).substr(path.find_last_of('.') + 1);
        if (!path.starts_with("META-INF/") ||
            (ending != "p7s" && ending != "tst" && ending != "ers")) {
            continue;
        }
        record::Verdict unread; // what is wrong with the record, its verification says
        const auto bytes = record.read(path, kSealFileBytes, unread);
        if (!bytes) {
            continue;
        }
        for (Der& certificate : whereReadable(
                 [&] { return certificatesOfSealFile(ending, record::bytesOf(*bytes)); })) {
            if (std::find(all.begin(), all.end(), certificate) == all.end()) {
                all.push_back(std::move(certificate));
            }
        }
    }
    return all;
}

std::vector<Der> keptCrls(const fs::path& cache) {
    std::vector<Der> lists;
    std::error_code error;
    std::vector<fs::path> files;
    for (fs::directory_iterator at(cache, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() == ".crl" && files.size() < kKeptFiles) {
            files.push_back(at->path());
        }
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        Der list = readKept(file, std::size_t{16} << 20);
        if (!list.empty() && openssl::crlFromDer(list)) {
            lists.push_back(std::move(list));
        }
    }
    return lists;
}

} // namespace seihon::signing
