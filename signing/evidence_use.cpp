#include "signing/evidence_use.h"

#include "signing/crl.h"
#include "signing/findings.h"
#include "signing/text.h"

#include <algorithm>

namespace seihon::signing {

record::Verdict judgeUse(const ValidationMaterial& material, const UseQuestion& question) {
    record::Verdict verdict;
    std::vector<bool> isNeeded(material.crls.size(), false);
    for (const JudgedChain& chain : question.chains) {
        for (const RevocationAnswer& answer :
             judgeChainRevocation(chain.certificates, material.crls, chain.at)) {
            if (answer.best) {
                isNeeded.at(*answer.best) = true;
            }
        }
    }
    for (const Der& certificate : material.certificates) {
        const bool stands =
            std::any_of(question.chains.begin(), question.chains.end(), [&](const auto& chain) {
                return std::find(chain.certificates.begin(), chain.certificates.end(),
                                 certificate) != chain.certificates.end();
            });
        if (!stands) {
            const std::string holder = subjectNameOf(certificate);
            refuse(verdict, question.id, "a certificate that nothing needs",
                   question.subject.empty() ? std::string_view(holder) : question.subject);
        }
    }
    if (std::find(isNeeded.begin(), isNeeded.end(), false) != isNeeded.end()) {
        refuse(verdict, question.id, "a revocation list that nothing needs", question.subject);
    }
    return verdict;
}

} // namespace seihon::signing
