#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace seihon::campaign {

using Inode = std::uint64_t;

// What of a folder would be left after a power cut. The real files hold what programs see; this
// holds what was synced. Names follow the folder's fsync, bytes the file's, as POSIX promises and
// no more; a rename between folders happens as a whole with the sync of its target folder.
class SimulatedDisk {
  public:
    // Everything there is durable already.
    explicit SimulatedDisk(const std::filesystem::path& home);

    bool knows(Inode inode) const { return m_nodes.contains(inode); }
    bool isFolder(Inode inode) const { return m_nodes.at(inode).isFolder; }

    // `heldFd` reads the file and keeps its inode from being given to another.
    void create(Inode folder, const std::string& name, Inode inode, bool isFolder, int heldFd);
    void link(Inode folder, const std::string& name, Inode inode);
    void unlink(Inode folder, const std::string& name);
    void rename(Inode from, const std::string& name, Inode to, const std::string& newName);
    void written(Inode inode, std::int64_t from, std::int64_t until);

    void sync(Inode inode);
    // The disk could not write what is dirty and forgets it; the next sync says "done" (Linux).
    void failSync(Inode inode);
    // Everything since `before` is lost.
    void lose(Inode inode, std::vector<std::uint8_t> before);
    std::vector<std::uint8_t> durableBytes(Inode inode) const { return m_nodes.at(inode).synced; }

    // What may be left: only what was synced; all names with synced bytes; synced names with all
    // bytes; a mixture.
    enum class Left { Synced, NamesToo, BytesToo, Mixture };
    static constexpr int kLefts = 4;
    void image(const std::filesystem::path& target, Left left, unsigned seed) const;

  private:
    struct Node {
        bool isFolder = false;
        int heldFd = -1;
        std::vector<std::uint8_t> synced;
        std::set<std::int64_t> dirty, lost; // blocks
    };
    using Names = std::map<std::string, Inode>;
    using Tree = std::map<Inode, Names>;
    struct Change {
        Inode removeFrom = 0;
        std::string removed;
        Inode addTo = 0;
        std::string added;
        Inode inode = 0;

        bool waitsFor(Inode folder) const { return (addTo != 0 ? addTo : removeFrom) == folder; }
    };

    void load(const std::filesystem::path& folder, Inode inode);
    void note(Change change);
    static void apply(Tree& tree, const Change& change);
    std::vector<std::uint8_t> seen(const Node& node) const;
    void write(const std::filesystem::path& target, Inode folder, const Tree& tree, Left left,
               std::mt19937& random) const;

    Inode m_root = 0;
    std::map<Inode, Node> m_nodes;
    Tree m_durable;
    std::vector<Change> m_pending;
};

} // namespace seihon::campaign
