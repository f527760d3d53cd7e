#include "station/credentials_file.h"

#include "ledger/durable_file.h"
#include "record/fault.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace seihon::station {

using record::Fault;
using record::FaultKind;

namespace {

// Bytes that are wiped when they go.
struct WipedBytes {
    std::vector<std::uint8_t> bytes;
    ~WipedBytes() { ::explicit_bzero(bytes.data(), bytes.size()); }
};

[[noreturn]] void refuseFile(const std::filesystem::path& file, const std::string& reason) {
    throw Fault(FaultKind::ConfigInvalid, file.string() + ": " + reason,
                {{"file", file.string()}, {"line", "1"}, {"reason", reason}});
}

// replaceDurably keeps the mode of what it replaces.
void makePrivate(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        ::close(fd);
    } else if (errno != EEXIST) {
        throw Fault(FaultKind::StorageFailed,
                    "cannot make " + file.string() + ": " + ::strerrordesc_np(errno),
                    {{"file", file.string()}});
    }
}

} // namespace

identity::Credentials readCredentials(const Home& home) {
    const std::filesystem::path file = home.credentialsFile();
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0) {
        return {};
    }
    if (!S_ISREG(status.st_mode) || (status.st_mode & 077U) != 0) {
        refuseFile(file, "must be an ordinary file that nobody but its owner may read (0600)");
    }
    if (status.st_size == 0) { // a crash between its making and its first line
        return {};
    }
    const WipedBytes text{ledger::readWhole(file, identity::kCredentialsFileBytes)};
    return identity::parseCredentials(
        {reinterpret_cast<const char*>(text.bytes.data()), text.bytes.size()}, file.string());
}

void writeCredentials(const Home& home, const identity::Credentials& credentials) {
    WipedBytes text;
    text.bytes.reserve(identity::kCredentialsFileBytes); // growing would leave copies behind
    const auto add = [&](std::string_view part) {
        text.bytes.insert(text.bytes.end(), part.begin(), part.end());
    };
    add(identity::credentialsHeader());
    add("\n");
    for (const auto& [user, credential] : credentials) {
        const signing::Pin line = identity::credentialLine(user, credential);
        add({line.bytes().data(), line.bytes().size()});
    }
    if (text.bytes.size() > identity::kCredentialsFileBytes) {
        throw Fault(FaultKind::StorageFull, "the file of credentials is too large",
                    {{"file", home.credentialsFile().string()}});
    }
    makePrivate(home.credentialsFile());
    ledger::replaceDurably(home.credentialsFile(), text.bytes);
}

} // namespace seihon::station
