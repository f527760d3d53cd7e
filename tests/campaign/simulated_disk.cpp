#include "simulated_disk.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace seihon::campaign {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kBlock = 4096;

std::vector<std::uint8_t> contentOf(int fd) {
    struct stat status {};
    ::fstat(fd, &status);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count =
            ::pread(fd, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (count <= 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

Inode inodeOf(const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

void copyBlock(std::vector<std::uint8_t>& to, const std::vector<std::uint8_t>& from,
               std::int64_t block) {
    const auto start = static_cast<std::size_t>(block * kBlock);
    for (std::size_t i = start; i < std::min(to.size(), start + kBlock); ++i) {
        to[i] = i < from.size() ? from[i] : 0;
    }
}

} // namespace

SimulatedDisk::SimulatedDisk(const fs::path& home) : m_root(inodeOf(home)) {
    load(home, m_root);
}

void SimulatedDisk::load(const fs::path& folder, Inode inode) {
    m_nodes[inode].isFolder = true;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const Inode child = inodeOf(entry.path());
        m_durable[inode][entry.path().filename().string()] = child;
        if (entry.is_directory()) {
            load(entry.path(), child);
        } else {
            const int fd = static_cast<int>(
                ::syscall(SYS_openat, AT_FDCWD, entry.path().c_str(), O_RDONLY | O_CLOEXEC, 0));
            m_nodes[child] = {false, fd, contentOf(fd), {}, {}};
        }
    }
}

void SimulatedDisk::note(Change change) {
    m_pending.push_back(std::move(change));
}

void SimulatedDisk::create(Inode folder, const std::string& name, Inode inode, bool isFolder,
                           int heldFd) {
    m_nodes[inode] = {isFolder, heldFd, {}, {}, {}};
    note({0, {}, folder, name, inode});
}

void SimulatedDisk::link(Inode folder, const std::string& name, Inode inode) {
    note({0, {}, folder, name, inode});
}

void SimulatedDisk::unlink(Inode folder, const std::string& name) {
    note({folder, name, 0, {}, 0});
}

void SimulatedDisk::rename(Inode from, const std::string& name, Inode to,
                           const std::string& newName) {
    // Which inode it is, by what was done before it.
    Tree now = m_durable;
    for (const Change& change : m_pending) {
        apply(now, change);
    }
    note({from, name, to, newName, now[from][name]});
}

void SimulatedDisk::written(Inode inode, std::int64_t from, std::int64_t until) {
    Node& node = m_nodes.at(inode);
    for (std::int64_t block = from / kBlock; block * kBlock < until; ++block) {
        node.dirty.insert(block);
        node.lost.erase(block);
    }
}

void SimulatedDisk::apply(Tree& tree, const Change& change) {
    if (change.removeFrom != 0) {
        tree[change.removeFrom].erase(change.removed);
    }
    if (change.addTo != 0) {
        tree[change.addTo][change.added] = change.inode;
    }
}

// What a program sees in the file, less what the disk has forgotten.
std::vector<std::uint8_t> SimulatedDisk::seen(const Node& node) const {
    std::vector<std::uint8_t> bytes = contentOf(node.heldFd);
    for (const std::int64_t block : node.lost) {
        copyBlock(bytes, node.synced, block);
    }
    return bytes;
}

void SimulatedDisk::sync(Inode inode) {
    Node& node = m_nodes.at(inode);
    if (!node.isFolder) {
        node.synced = seen(node);
        node.dirty.clear();
        return;
    }
    std::vector<Change> later;
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
        const Change& change = m_pending[i];
        if (!change.waitsFor(inode)) {
            later.push_back(change);
            continue;
        }
        apply(m_durable, change);
        // The name that a rename took away here was never to come: its making is over, too.
        std::erase_if(later, [&](const Change& before) {
            return change.removeFrom != 0 && before.addTo == change.removeFrom &&
                   before.added == change.removed;
        });
    }
    m_pending = std::move(later);
}

void SimulatedDisk::failSync(Inode inode) {
    Node& node = m_nodes.at(inode);
    node.lost.insert(node.dirty.begin(), node.dirty.end());
    node.dirty.clear();
}

void SimulatedDisk::lose(Inode inode, std::vector<std::uint8_t> before) {
    Node& node = m_nodes.at(inode);
    node.synced = std::move(before);
    for (std::int64_t block = 0; block * kBlock < std::int64_t{1} << 20; ++block) {
        node.lost.insert(block);
    }
}

void SimulatedDisk::write(const fs::path& target, Inode folder, const Tree& tree, Left left,
                          std::mt19937& random) const {
    fs::create_directories(target);
    const auto names = tree.find(folder);
    if (names == tree.end()) {
        return;
    }
    for (const auto& [name, inode] : names->second) {
        const Node& node = m_nodes.at(inode);
        if (node.isFolder) {
            write(target / name, inode, tree, left, random);
            continue;
        }
        std::vector<std::uint8_t> bytes = node.synced;
        if (left == Left::BytesToo) {
            bytes = seen(node);
        } else if (left == Left::Mixture) {
            const std::vector<std::uint8_t> all = seen(node);
            bytes.resize(random() % 2 == 0 ? bytes.size() : all.size());
            for (const std::int64_t block : node.dirty) {
                if (random() % 2 == 0) {
                    copyBlock(bytes, all, block);
                }
            }
        }
        std::ofstream(target / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    }
}

void SimulatedDisk::image(const fs::path& target, Left left, unsigned seed) const {
    std::mt19937 random(seed);
    Tree tree = m_durable;
    // A journalling file system writes changes of names in their order: some first ones of them.
    std::size_t more = 0;
    if (left == Left::NamesToo) {
        more = m_pending.size();
    } else if (left == Left::Mixture) {
        more = random() % (m_pending.size() + 1);
    }
    for (std::size_t i = 0; i < more; ++i) {
        apply(tree, m_pending[i]);
    }
    write(target, m_root, tree, left, random);
}

} // namespace seihon::campaign
