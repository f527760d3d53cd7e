#include "dicom-net/link.h"

#include "record/clean_text.h"

#include <dcmtk/dcmnet/dcmtrans.h>
#include <dcmtk/oflog/oflog.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>

namespace seihon::dicom_net {

namespace {

// Why a certificate was not believed. DCMTK hands out no TLS object to ask, and one process talks
// with one peer.
int g_untrustedBecause = X509_V_OK;

extern "C" int noteVerification(int good, ::X509_STORE_CTX* context) {
    if (good != 1) {
        g_untrustedBecause = ::X509_STORE_CTX_get_error(context);
    }
    return good;
}

std::string oneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return record::cleanText(text.substr(0, 300));
}

void takeOrFail(bool taken, const std::string& what) {
    if (!taken) {
        throw Trouble(TalkEnd::NotReady, what);
    }
}

// DCMTK follows the chain of a certificate and never looks at its name: anybody with a certificate
// of the same authority would be the archive. The name is laid into what OpenSSL checks during the
// handshake, before any patient data.
void askForPeerName(::SSL_CTX* context, const std::string& name) {
    ::X509_VERIFY_PARAM* const param = ::SSL_CTX_get0_param(context);
    if (::X509_VERIFY_PARAM_set1_ip_asc(param, name.c_str()) == 1) {
        return;
    }
    ::ERR_clear_error();
    ::X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                                 X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    takeOrFail(::X509_VERIFY_PARAM_set1_host(param, name.c_str(), name.size()) == 1,
               "server_name cannot be used");
}

std::unique_ptr<DcmTLSTransportLayer> secureLayer(const TlsFiles& files, T_ASC_NetworkRole role) {
    struct stat status {};
    takeOrFail(::stat(files.key.c_str(), &status) == 0 && (status.st_mode & 077) == 0,
               files.key.string() + ": must be there, and readable by its owner alone (0600)");
    auto layer = std::make_unique<DcmTLSTransportLayer>(role, nullptr, OFTrue);
    takeOrFail(layer->addTrustedCertificateFile(files.authorities.c_str(), DCF_Filetype_PEM).good(),
               files.authorities.string() + ": cannot be read");
    takeOrFail(layer->setPrivateKeyFile(files.key.c_str(), DCF_Filetype_PEM).good(),
               files.key.string() + ": cannot be read");
    takeOrFail(layer->setCertificateFile(files.certificate.c_str(), DCF_Filetype_PEM).good(),
               files.certificate.string() + ": cannot be read");
    takeOrFail(layer->checkPrivateKeyMatchesCertificate(),
               files.key.string() + ": does not fit the certificate");
    // PS3.15 B.9, the profile that never falls back: BCP 195, TLS 1.2 and newer.
    takeOrFail(layer->setTLSProfile(TSP_Profile_BCP195_ND).good() &&
                   layer->activateCipherSuites().good(),
               "no TLS");
    layer->setCertificateVerification(DCV_requireCertificate);
    ::SSL_CTX* const context = layer->getNativeHandle();
    takeOrFail(::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1, "no TLS");
    ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    ::SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                         noteVerification);
    askForPeerName(context, files.serverName);
    g_untrustedBecause = X509_V_OK;
    return layer;
}

ParametersPtr parametersFor(const Network& network, const Peer& peer,
                            const std::vector<ProposedContext>& contexts) {
    T_ASC_Parameters* raw = nullptr;
    OFCondition condition = ::ASC_createAssociationParameters(&raw, ASC_MAXIMUMPDUSIZE);
    ParametersPtr parameters(raw);
    if (condition.good()) {
        condition = ::ASC_setAPTitles(raw, peer.callingAeTitle.c_str(), peer.calledAeTitle.c_str(),
                                      nullptr);
    }
    if (condition.good()) {
        condition = ::ASC_setTransportLayerType(raw, network.secure());
    }
    if (condition.good()) {
        const std::string address = peer.host + ":" + std::to_string(peer.port);
        condition = ::ASC_setPresentationAddresses(raw, "localhost", address.c_str());
    }
    unsigned number = 1; // odd, PS3.8 §9.3.2.2
    for (const ProposedContext& context : contexts) {
        std::vector<const char*> encodings;
        for (const std::string& encoding : context.encodings) {
            encodings.push_back(encoding.c_str());
        }
        if (condition.good()) {
            condition = ::ASC_addPresentationContext(
                raw, static_cast<T_ASC_PresentationContextID>(number), context.service.c_str(),
                encodings.data(), static_cast<int>(encodings.size()));
        }
        number += 2;
    }
    if (condition.bad() || number > 257) {
        throw Trouble(TalkEnd::NotReady,
                      condition.bad() ? condition.text() : "too many kinds of objects at once");
    }
    return parameters;
}

} // namespace

[[noreturn]] void failFor(const OFCondition& condition, T_ASC_Parameters* parameters) {
    const std::string text = oneLine(condition.text());
    if (g_untrustedBecause != X509_V_OK) {
        throw Trouble(TalkEnd::Untrusted, ::X509_verify_cert_error_string(g_untrustedBecause));
    }
    if (condition == DUL_ASSOCIATIONREJECTED && parameters != nullptr) {
        T_ASC_RejectParameters reject{};
        ::ASC_getRejectParameters(parameters, &reject);
        OFString reason;
        ::ASC_printRejectParameters(reason, &reject);
        throw Trouble(TalkEnd::Refused, "it refuses the association: " + oneLine(reason.c_str()),
                      reject.result == ASC_RESULT_REJECTEDTRANSIENT);
    }
    constexpr unsigned short kNotDicom[] = {DULC_CODINGERROR,
                                            DULC_ILLEGALPDU,
                                            DULC_ILLEGALPDULENGTH,
                                            DULC_UNEXPECTEDPDU,
                                            DULC_ILLEGALACCEPT,
                                            DULC_UNRECOGNIZEDPDUTYPE,
                                            DULC_UNSUPPORTEDPEERPROTOCOL};
    const bool notDicom = condition.module() == OFM_dcmnet &&
                          std::find(std::begin(kNotDicom), std::end(kNotDicom), condition.code()) !=
                              std::end(kNotDicom);
    if (notDicom) {
        throw Trouble(TalkEnd::NotDicom, "what answers does not speak DICOM: " + text);
    }
    throw Trouble(TalkEnd::Away, text, true);
}

// DCMTK's waits and its log are settings of the process, not of an association.
Network::Network(const Peer& peer, std::uint16_t listenAt) {
    if (const std::string wrong = wrongInPeer(peer); !wrong.empty()) {
        throw Trouble(TalkEnd::NotReady, wrong);
    }
    const int seconds = static_cast<int>(peer.timeout.count());
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    dcmConnectionTimeout.set(seconds);
    dcmSocketSendTimeout.set(seconds);
    dcmSocketReceiveTimeout.set(seconds);
    dcmDisableGethostbyaddr.set(OFTrue); // no name is asked for of whoever calls back
    const T_ASC_NetworkRole role = listenAt == 0 ? NET_REQUESTOR : NET_ACCEPTOR;
    T_ASC_Network* raw = nullptr;
    const OFCondition started = ::ASC_initializeNetwork(role, listenAt, seconds, &raw);
    m_network.reset(raw);
    if (started.bad()) {
        throw Trouble(TalkEnd::NotReady,
                      (listenAt == 0 ? std::string()
                                     : "port " + std::to_string(listenAt) + " for the report: ") +
                          oneLine(started.text()),
                      listenAt != 0); // somebody else awaits a report there now
    }
    if (peer.tls) {
        m_layer = secureLayer(*peer.tls, role);
        if (::ASC_setTransportLayer(m_network.get(), m_layer.get(), 0).bad()) {
            throw Trouble(TalkEnd::NotReady, "no TLS");
        }
    }
}

AssociationPtr associate(const Network& network, const Peer& peer,
                         const std::vector<ProposedContext>& contexts) {
    ParametersPtr parameters = parametersFor(network, peer, contexts);
    T_ASC_Association* raw = nullptr;
    const OFCondition condition =
        ::ASC_requestAssociation(network.get(), parameters.get(), &raw, nullptr, nullptr,
                                 DUL_NOBLOCK, static_cast<int>(peer.timeout.count()));
    AssociationPtr association(raw);
    T_ASC_Parameters* shared = parameters.get();
    if (association) { // it owns the parameters from now on, also when the request failed
        static_cast<void>(parameters.release());
        shared = association->params;
    }
    if (condition.bad()) {
        failFor(condition, shared);
    }
    return association;
}

AssociationPtr associateFor(const Network& network, const Peer& peer, const std::string& service) {
    // PS3.5 §10.1: implicit VR is everybody's.
    AssociationPtr association =
        associate(network, peer, {{service, {UID_LittleEndianImplicitTransferSyntax}}});
    if (::ASC_findAcceptedPresentationContextID(association.get(), service.c_str()) == 0) {
        ::ASC_abortAssociation(association.get());
        throw Trouble(TalkEnd::Refused, std::string("it does not offer the service ") +
                                            dcmFindNameOfUID(service.c_str(), service.c_str()));
    }
    return association;
}

std::string implementationOf(const T_ASC_Association& association) {
    return oneLine(association.params->theirImplementationVersionName);
}

std::string textOf(DcmItem& item, const DcmTagKey& tag) {
    OFString value;
    if (item.findAndGetOFStringArray(tag, value).bad()) {
        return {};
    }
    std::string text(value.data(), value.size());
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) {
        text.pop_back(); // PS3.5 §6.2: padding
    }
    return text;
}

std::string commentIn(DcmDataset* detail) {
    return detail == nullptr ? std::string()
                             : oneLine(textOf(*detail, DCM_ErrorComment)).substr(0, 200);
}

} // namespace seihon::dicom_net
