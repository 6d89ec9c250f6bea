import ArgumentParser
import ClusterAccess
import Failures
import Profiles
import TOML

/// A selection of several clusters.
struct ClusterSetOptions: ParsableArguments {
    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp(
            "All clusters that have this tag. Several tags, repeated or with commas: those that have one of them.",
            valueName: "tag"),
        completion: .custom { words, _, prefix in ClusterCompletion.tags(words: words, prefix: prefix) })
    var tags: [String] = []

    @Flag(name: .customLong("all"), help: "All clusters of the profile file.")
    var isAll = false
}

extension ClusterSetOptions {
    /// The names of the selected clusters without duplicates; nil when the command names a single cluster.
    func names(_ one: ClusterChoice, in profiles: ProfileFile) throws(Failure) -> [String]? {
        // A name contains no comma.
        let isList = one.cluster?.contains(",") ?? false
        guard isAll || !tags.isEmpty || isList else { return nil }
        if one.endpoint != nil || one.port != nil || one.engine != nil {
            throw Failure(
                .usage, "--endpoint, --port and --engine describe one cluster",
                why: "\(isAll ? "--all" : tags.isEmpty ? "the list" : "--tag") means those of the profile file",
                next: "leave one of them out")
        }
        if isAll || !tags.isEmpty {
            if let cluster = one.cluster {
                throw Failure(
                    .usage, "\(cluster) and \(isAll ? "--all" : "--tag") exclude each other",
                    next: "leave one of them out")
            }
            if isAll, !tags.isEmpty {
                throw Failure(.usage, "--all and --tag exclude each other", next: "leave one of them out")
            }
            return isAll ? try all(in: profiles) : try tagged(in: profiles)
        }
        return try listed(one.cluster ?? "", in: profiles)
    }

    private func all(in profiles: ProfileFile) throws(Failure) -> [String] {
        guard !profiles.entries.isEmpty else {
            throw Failure(.usage, "there are no clusters in the profile file", next: "quarterdeck list")
        }
        return unique(profiles.entries.map(\.name))
    }

    private func tagged(in profiles: ProfileFile) throws(Failure) -> [String] {
        var names: [String] = []
        var known: Set<String> = []
        for entry in profiles.entries {
            if case .cluster(let cluster) = entry { known.formUnion(cluster.tags) }
        }
        // A comma separates tags, unless a tag contains it.
        let wanted = self.tags.flatMap { tag in
            known.contains(tag) ? [tag] : tag.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
        for entry in profiles.entries {
            // A broken entry whose tags are unknown is selected, so that the command fails instead of skipping it
            // silently.
            let own = profiles.tags(of: entry) ?? wanted
            if !own.allSatisfy({ !wanted.contains($0) }) { names.append(entry.name) }
        }
        guard names.isEmpty else { return unique(names) }
        let tags = known.sorted()
        let shown = tags.prefix(8).joined(separator: ", ") + (tags.count > 8 ? ", …" : "")
        throw Failure(
            .usage, "no cluster has the tag \(wanted.map { "\"\($0)\"" }.joined(separator: " or "))",
            why: tags.isEmpty ? "the profile file has no tags" : "the profile file has: \(shown)",
            next: "quarterdeck list")
    }

    private func listed(_ text: String, in profiles: ProfileFile) throws(Failure) -> [String] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name.drop { $0 == " " })
        }
        guard !names.contains("") else {
            throw Failure(.usage, "there is a name missing in \"\(text)\"", next: "CLUSTER,CLUSTER")
        }
        // One wrong name prevents the whole run.
        if let unknown = names.first(where: { profiles[$0] == nil }) {
            let near = Suggestion.nearest(to: unknown, among: profiles.entries.map(\.name))
            throw Failure(
                .usage, "there is no cluster \"\(unknown)\"", why: "nothing was run",
                next: near.map { "did you mean \($0)?" } ?? "quarterdeck list")
        }
        return unique(names)
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
