#include "signing/path.h"

#include "signing/openssl_handles.h"

#include <algorithm>
#include <array>
#include <optional>

namespace seihon::signing {

namespace {

using openssl::CertificatePtr;
using openssl::CertificatesPtr;

constexpr std::size_t kMaxOthers = 64;
constexpr int kMaxDepth = 8;

// What the callback of X509_verify_cert leaves behind; it must not throw through C.
struct Seen {
    std::vector<std::pair<int, int>> errors; // X509_V_ERR_…, depth
    bool policyAsked = false;
};

bool goesOn(int error) {
    return error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

int noteError(int isGood, ::X509_STORE_CTX* context) {
    auto* const seen = static_cast<Seen*>(::X509_STORE_CTX_get_app_data(context));
    const int error = ::X509_STORE_CTX_get_error(context);
    if (isGood == 1 || seen->errors.size() == seen->errors.capacity()) {
        return isGood;
    }
    seen->errors.emplace_back(error, ::X509_STORE_CTX_get_error_depth(context));
    // Dates are noted and looked past, so that the finding names every reason and not only the
    // first.
    return goesOn(error) ? 1 : 0;
}

PathProblem problemOf(int error) {
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return PathProblem::Expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return PathProblem::NotYetValid;
    case X509_V_ERR_NO_EXPLICIT_POLICY:
    case X509_V_ERR_INVALID_POLICY_EXTENSION:
        return PathProblem::PolicyNotAccepted;
    default:
        return PathProblem::Untrusted;
    }
}

openssl::StorePtr storeOf(const PathQuestion& question) {
    openssl::StorePtr store(openssl::need(::X509_STORE_new(), "X509_STORE_new"));
    for (const Der& root : question.roots) {
        const CertificatePtr certificate = openssl::certificateFromDer(root);
        if (certificate) {
            openssl::need(::X509_STORE_add_cert(store.get(), certificate.get()) == 1,
                          "X509_STORE_add_cert");
        }
    }
    return store;
}

CertificatesPtr stackOfOthers(const std::vector<Der>& certificates) {
    CertificatesPtr stack(openssl::need(sk_X509_new_null(), "sk_X509_new_null"));
    for (const Der& der : certificates) {
        CertificatePtr certificate = openssl::certificateFromDer(der);
        if (certificate && sk_X509_num(stack.get()) < static_cast<int>(kMaxOthers)) {
            openssl::need(sk_X509_push(stack.get(), certificate.get()) > 0, "sk_X509_push");
            static_cast<void>(certificate.release());
        }
    }
    return stack;
}

void setRules(::X509_STORE_CTX* context, const PathQuestion& question) {
    ::X509_VERIFY_PARAM* const rules = ::X509_STORE_CTX_get0_param(context);
    ::X509_VERIFY_PARAM_set_time(rules, openssl::toTimeT(question.at));
    ::X509_VERIFY_PARAM_set_depth(rules, kMaxDepth);
    ::X509_VERIFY_PARAM_set_auth_level(rules, 0); // digests and keys are judged below, with names
    // Policies are always looked at: an authority may demand an explicit one (policyConstraints)
    // although the asker does not.
    unsigned long flags =
        X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE | X509_V_FLAG_POLICY_CHECK;
    flags |= question.inhibitMapping ? X509_V_FLAG_INHIBIT_MAP : 0u;
    flags |= question.inhibitAnyPolicy ? X509_V_FLAG_INHIBIT_ANY : 0u;
    static const std::vector<std::string> anyPolicy{"2.5.29.32.0"}; // §6.1.1 (c)
    const auto& accepted = question.policies.empty() ? anyPolicy : question.policies;
    for (const std::string& policy : accepted) {
        openssl::ObjectPtr oid(
            openssl::need(::OBJ_txt2obj(policy.c_str(), 1), "policy identifier"));
        openssl::need(::X509_VERIFY_PARAM_add0_policy(rules, oid.get()) == 1,
                      "X509_VERIFY_PARAM_add0_policy");
        static_cast<void>(oid.release());
    }
    flags |= question.policies.empty() ? 0u : X509_V_FLAG_EXPLICIT_POLICY;
    openssl::need(::X509_VERIFY_PARAM_set_flags(rules, flags) == 1, "X509_VERIFY_PARAM_set_flags");
}

// The digest of a certificate's signature as trust.toml calls it; "?" when there is none that is
// known.
std::string digestOf(::X509* certificate) {
    int digest = NID_undef;
    if (::X509_get_signature_info(certificate, &digest, nullptr, nullptr, nullptr) != 1 ||
        digest == NID_undef) {
        return "?";
    }
    std::string name = ::OBJ_nid2sn(digest);
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

struct KeyStrength {
    std::optional<config::KeyKind> kind;
    std::int64_t rsaBits = 0; // or those of an RSA key of the same strength
    std::string text;
};

// SP 800-57 part 1, table 2. Only the named curves over prime fields: what else OpenSSL can read,
// nobody in Japan issues.
KeyStrength strengthOf(::X509* certificate) {
    const ::EVP_PKEY* const key = ::X509_get0_pubkey(certificate);
    if (key == nullptr) {
        return {std::nullopt, 0, "?"};
    }
    const int bits = ::EVP_PKEY_get_bits(key);
    const int type = ::EVP_PKEY_get_base_id(key);
    const char* const name = ::OBJ_nid2sn(type);
    const std::string text = std::string(name == nullptr ? "?" : name) + " " + std::to_string(bits);
    if (type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS) {
        return {config::KeyKind::Rsa, bits, text};
    }
    if (type != EVP_PKEY_EC) {
        return {std::nullopt, 0, text};
    }
    std::array<char, 32> group{};
    std::size_t length = 0;
    if (::EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1) {
        return {std::nullopt, 0, text};
    }
    switch (::OBJ_sn2nid(group.data())) {
    case NID_X9_62_prime256v1:
        return {config::KeyKind::Ec, 3072, text};
    case NID_secp384r1:
        return {config::KeyKind::Ec, 7680, text};
    case NID_secp521r1:
        return {config::KeyKind::Ec, 15'360, text};
    default:
        return {std::nullopt, 0, text};
    }
}

bool isStrong(const KeyStrength& key, const AlgorithmFloor& floor) {
    return key.kind && key.rsaBits >= floor.rsaBitsAtLeast &&
           std::find(floor.keyKinds.begin(), floor.keyKinds.end(), *key.kind) !=
               floor.keyKinds.end();
}

// OpenSSL's own levels would say "too weak" without telling digest from key, and count SHA-1 as
// fine at level 0.
void judgeStrength(const STACK_OF(X509) * chain, const AlgorithmFloor& floor, Path& path) {
    const int last = sk_X509_num(chain) - 1;
    for (int depth = 0; depth <= last; ++depth) {
        ::X509* const certificate = sk_X509_value(chain, depth);
        const auto place = static_cast<std::size_t>(depth);
        const std::string digest = digestOf(certificate);
        // The root's own signature proves nothing: it is trusted by its bytes.
        if (depth != last &&
            std::find(floor.digests.begin(), floor.digests.end(), digest) == floor.digests.end()) {
            path.faults.push_back({PathProblem::DigestWeak, place, digest});
        }
        const KeyStrength key = strengthOf(certificate);
        if (depth > 0 && !isStrong(key, floor)) {
            path.faults.push_back({PathProblem::KeyTooSmall, place, key.text});
        }
    }
    openssl::dropErrors();
}

} // namespace

bool Path::has(PathProblem problem) const {
    return std::any_of(faults.begin(), faults.end(),
                       [problem](const PathFault& fault) { return fault.problem == problem; });
}

Path buildPath(const PathQuestion& question) {
    Path path;
    const CertificatePtr leaf = openssl::certificateFromDer(question.leaf);
    if (!leaf) {
        path.faults.push_back({PathProblem::Unreadable, 0, "not a certificate in DER"});
        return path;
    }
    const openssl::StorePtr store = storeOf(question);
    const CertificatesPtr others = stackOfOthers(question.others);
    const openssl::StoreContextPtr context(
        openssl::need(::X509_STORE_CTX_new(), "X509_STORE_CTX_new"));
    openssl::need(::X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), others.get()) == 1,
                  "X509_STORE_CTX_init");
    setRules(context.get(), question);
    Seen seen;
    seen.errors.reserve(32);
    ::X509_STORE_CTX_set_app_data(context.get(), &seen);
    ::X509_STORE_CTX_set_verify_cb(context.get(), noteError);

    const bool verified = ::X509_verify_cert(context.get()) == 1;
    openssl::dropErrors();
    for (const auto& [error, depth] : seen.errors) {
        const auto place = static_cast<std::size_t>(std::max(depth, 0));
        path.faults.push_back({problemOf(error), place, ::X509_verify_cert_error_string(error)});
    }
    if (!verified && path.faults.empty()) {
        const int error = ::X509_STORE_CTX_get_error(context.get());
        path.faults.push_back({problemOf(error), 0, ::X509_verify_cert_error_string(error)});
    }
    if (path.has(PathProblem::Untrusted)) {
        return path;
    }
    const STACK_OF(X509)* const chain = ::X509_STORE_CTX_get0_chain(context.get());
    for (int depth = 0; depth < sk_X509_num(chain); ++depth) {
        path.chain.push_back(openssl::toDer(sk_X509_value(chain, depth), ::i2d_X509));
    }
    if (path.chain.size() < 2) { // an anchor signs for others, not for itself
        path.faults.push_back({PathProblem::Untrusted, 0, "the certificate is itself a root"});
    }
    judgeStrength(chain, question.floor, path);
    return path;
}

} // namespace seihon::signing
