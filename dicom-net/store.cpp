#include "dicom-net/link.h"

#include "record/clean_text.h"

#include <set>

// C-STORE (PS3.7 §9.1.1, PS3.4 B): each file in the encoding that it is written in. A file is never
// converted on its way: what was compared with the sealed page is what leaves.
namespace seihon::dicom_net {

namespace {

struct StorableFile {
    std::filesystem::path path;
    StoreResult result;
};

StorableFile lookAt(const std::filesystem::path& path) {
    StorableFile file{path, {}};
    DcmFileFormat format;
    const OFCondition loaded = format.loadFileUntilTag(
        path.c_str(), EXS_Unknown, EGL_noChange, DCM_MaxReadLength, ERM_fileOnly, DCM_StudyDate);
    if (loaded.bad()) {
        file.result.why = std::string("cannot be read: ") + loaded.text();
        return file;
    }
    file.result.instance = {textOf(*format.getMetaInfo(), DCM_MediaStorageSOPClassUID),
                            textOf(*format.getMetaInfo(), DCM_MediaStorageSOPInstanceUID)};
    file.result.transferSyntax = textOf(*format.getMetaInfo(), DCM_TransferSyntaxUID);
    const InstanceName inside{textOf(*format.getDataset(), DCM_SOPClassUID),
                              textOf(*format.getDataset(), DCM_SOPInstanceUID)};
    if (!isUid(inside.sopClass) || !isUid(inside.sopInstance) ||
        !isUid(file.result.transferSyntax) || !(inside == file.result.instance)) {
        file.result.why = "its UIDs are missing, or two of them differ";
    }
    return file;
}

std::vector<ProposedContext> contextsFor(const std::vector<StorableFile>& files) {
    std::set<std::pair<std::string, std::string>> pairs;
    for (const StorableFile& file : files) {
        if (file.result.why.empty()) {
            pairs.emplace(file.result.instance.sopClass, file.result.transferSyntax);
        }
    }
    std::vector<ProposedContext> contexts;
    for (const auto& [service, encoding] : pairs) {
        contexts.push_back({service, {encoding}});
    }
    return contexts;
}

// Not DCMTK's own search, which settles for another encoding and converts the object on its way.
T_ASC_PresentationContextID contextFor(T_ASC_Association& association, const StoreResult& file) {
    const int count = ::ASC_countPresentationContexts(association.params);
    for (int i = 0; i < count; ++i) {
        T_ASC_PresentationContext context;
        if (::ASC_getPresentationContext(association.params, i, &context).good() &&
            context.resultReason == ASC_P_ACCEPTANCE &&
            file.instance.sopClass == context.abstractSyntax &&
            file.transferSyntax == context.acceptedTransferSyntax) {
            return context.presentationContextID;
        }
    }
    return 0;
}

void storeOne(T_ASC_Association& association, const Peer& peer, StorableFile& file) {
    const T_ASC_PresentationContextID context = contextFor(association, file.result);
    if (context == 0) {
        file.result.why = "the peer does not take this kind of object in this encoding";
        return;
    }
    T_DIMSE_C_StoreRQ request{};
    request.MessageID = association.nextMsgID++;
    request.DataSetType = DIMSE_DATASET_PRESENT;
    request.Priority = DIMSE_PRIORITY_MEDIUM;
    OFStandard::strlcpy(request.AffectedSOPClassUID, file.result.instance.sopClass.c_str(),
                        sizeof request.AffectedSOPClassUID);
    OFStandard::strlcpy(request.AffectedSOPInstanceUID, file.result.instance.sopInstance.c_str(),
                        sizeof request.AffectedSOPInstanceUID);
    T_DIMSE_C_StoreRSP response{};
    DcmDataset* rawDetail = nullptr;
    const OFCondition stored = ::DIMSE_storeUser(
        &association, context, &request, file.path.c_str(), nullptr, nullptr, nullptr,
        DIMSE_NONBLOCKING, static_cast<int>(peer.timeout.count()), &response, &rawDetail);
    const std::unique_ptr<DcmDataset> detail(rawDetail);
    if (stored.bad()) {
        file.result.why = stored.text();
        ::ASC_abortAssociation(&association);
        failFor(stored, nullptr);
    }
    file.result.status = response.DimseStatus;
    file.result.comment = commentIn(detail.get());
    if ((response.opts & O_STORE_AFFECTEDSOPINSTANCEUID) != 0 &&
        file.result.instance.sopInstance != response.AffectedSOPInstanceUID) {
        file.result.comment = "it answers for another instance: " +
                              record::cleanText(response.AffectedSOPInstanceUID);
        file.result.status = STATUS_STORE_Error_CannotUnderstand;
    }
}

} // namespace

void store(const Request& request, Answer& answer) {
    std::vector<StorableFile> files;
    for (const std::filesystem::path& path : request.files) {
        files.push_back(lookAt(path));
    }
    const auto tell = [&] {
        for (StorableFile& file : files) {
            answer.stored.push_back(std::move(file.result));
        }
    };
    try {
        const std::vector<ProposedContext> contexts = contextsFor(files);
        if (!contexts.empty()) {
            const Network network(request.peer, 0);
            const AssociationPtr association = associate(network, request.peer, contexts);
            answer.implementation = implementationOf(*association);
            for (StorableFile& file : files) {
                if (file.result.why.empty()) {
                    storeOne(*association, request.peer, file);
                }
            }
            ::ASC_releaseAssociation(association.get());
        }
    } catch (const Trouble&) {
        tell(); // what was answered before stays true
        throw;
    }
    tell();
}

// One context for each pair, as store() proposes them: what it will take then, it takes now.
void offer(const Request& request, Answer& answer) {
    std::vector<ProposedContext> contexts;
    for (const std::string& service : request.offer.sopClasses) {
        for (const std::string& encoding : request.offer.transferSyntaxes) {
            if (!isUid(service) || !isUid(encoding)) {
                throw Trouble(TalkEnd::NotReady, "no UID");
            }
            contexts.push_back({service, {encoding}});
        }
    }
    const Network network(request.peer, 0);
    const AssociationPtr association = associate(network, request.peer, contexts);
    answer.implementation = implementationOf(*association);
    for (const ProposedContext& one : contexts) {
        StoreResult pair;
        pair.instance.sopClass = one.service;
        pair.transferSyntax = one.encodings.front();
        if (contextFor(*association, pair) != 0) {
            answer.taken.push_back({pair.instance.sopClass, pair.transferSyntax});
        }
    }
    ::ASC_releaseAssociation(association.get());
}

} // namespace seihon::dicom_net
