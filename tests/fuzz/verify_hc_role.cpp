#include "record/fault.h"
#include "signing/hc_role.h"

#include <cstdlib>

using namespace seihon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        for (const std::string& role : signing::healthcareRolesOf({data, size})) {
            if (role.empty() || role.size() > 256) {
                std::abort();
            }
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::CertificateUnusable) {
            std::abort();
        }
    }
    return 0;
}
