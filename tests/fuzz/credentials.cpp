#include "identity/credentials.h"
#include "tests/fuzz/config_fault.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// The file of passwords and one-time codes. What is read must be written back as the same bytes;
// only Fault{ConfigInvalid} with its three facts may come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const identity::Credentials credentials = identity::parseCredentials(text, "fuzz");
        std::string again(identity::credentialsHeader());
        again += "\n";
        for (const auto& [user, credential] : credentials) {
            const signing::Pin line = identity::credentialLine(user, credential);
            again.append(line.bytes().data(), line.bytes().size());
        }
        if (again != text) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        requireConfigFault(fault);
    }
    return 0;
}
