package import AWSCredentials
import Console
import Endpoints
package import Failures
package import Profiles
import SessionSetup
import TOML
package import TokenDelivery

/// Determines the login from a command's arguments.
package struct LoginSelection {
    /// Determines a cluster and its settings, which may read files.
    package typealias Choice = () throws(Failure) -> (LoginSelection, Cluster)

    package let session: Session
    package let profiles: ProfileFile

    /// For a profile file that was already read.
    package init(_ session: Session, profiles: ProfileFile) {
        self.session = session
        self.profiles = profiles
    }

    package init(_ session: Session, _ options: ClusterChoice) throws(Failure) {
        self.session = session
        profiles = options.endpoint == nil ? try session.loadProfiles() : try session.loadProfilesIfPresent()
        // This command reports only issues that concern all clusters.
        profiles.issues.forEach(ErrorReport.warn)
    }

    /// The cluster from the profile file or from the flags.
    package func cluster(_ options: ClusterChoice) throws(Failure) -> Cluster {
        let cluster: Cluster
        switch (options.cluster, options.endpoint) {
        case (let name?, nil): cluster = try named(name)
        case (nil, let endpoint?): cluster = try oneOff(endpoint, options)
        case (nil, nil):
            throw Failure(.usage, "which cluster?", next: "name one of: \(knownNames), or give --endpoint and --engine")
        case (_?, _?):
            throw Failure(.usage, "a cluster and --endpoint exclude each other", next: "leave one of them out")
        }
        if options.endpoint == nil, options.port != nil || options.engine != nil {
            throw Failure(
                .usage, "--port and --engine describe an --endpoint", why: "the profile file describes \(cluster.name)",
                next: "leave them out, or give --endpoint HOST instead of the name")
        }
        return try changed(cluster, options)
    }

    /// The cluster of a name, with the flags applied.
    package func cluster(named name: String, _ options: ClusterChoice) throws(Failure) -> Cluster {
        try changed(try named(name), options)
    }

    private func changed(_ cluster: Cluster, _ options: ClusterChoice) throws(Failure) -> Cluster {
        var cluster = cluster
        if let database = options.database { cluster.database = database }
        if let user = session.options.user { cluster.user = user }
        for (flag, value) in [("--user", session.options.user), ("--database", options.database)] {
            if let value { try Self.check(value, flag) }
        }
        if let profile = session.options.awsProfile { cluster.awsProfile = profile }
        return cluster
    }

    /// The profile file with the flags applied to each cluster. A region that contradicts an endpoint is warned of,
    /// because logins to that cluster will fail.
    package func profilesAsUsed() throws(Failure) -> ProfileFile {
        if let region = session.options.region { try Self.check(region: region) }
        var contradicted: [String] = []
        var entries: [ProfileFile.Entry] = []
        for entry in profiles.entries {
            guard case .cluster(let cluster) = entry else {
                entries.append(entry)
                continue
            }
            var changed = try changed(cluster, ClusterChoice())
            if let region = session.options.region {
                if let named = cluster.endpoint.region, named != region { contradicted.append(cluster.name) }
                changed.region = cluster.endpoint.region ?? region
            }
            entries.append(.cluster(changed))
        }
        if let region = session.options.region, let first = contradicted.first {
            let more = contradicted.count > 1 ? " and \(contradicted.count - 1) more" : ""
            ErrorReport.warn(
                "--region \(region) contradicts the endpoint of \(first)\(more); the list shows the endpoint's region")
        }
        return profiles.with(entries)
    }

    private static func check(region: String) throws(Failure) {
        guard RegionName.isWellFormed(region) else {
            throw Failure(.usage, "\"\(region)\" is not a region", next: "--region eu-west-1, for instance")
        }
    }

    /// The login to a cluster, with its user and region.
    package func login(_ cluster: Cluster, _ lookup: CredentialLookup) throws(Failure) -> Login {
        guard let user = cluster.user, !user.isEmpty else {
            throw Failure(
                .badConfiguration, "\(cluster.name) has no database user",
                next: "--user NAME, or user = \"NAME\" in the profile file", cause: .profileInvalid)
        }
        return Login(
            cluster: cluster.name, engine: cluster.engine, endpoint: cluster.endpoint, port: cluster.port, user: user,
            region: try region(cluster, lookup, user), database: cluster.database, connectTo: cluster.connectTo,
            caFile: authorityFile(cluster))
    }

    /// The file with all authorities for the cluster. A token needs none, so a missing file is an error only when a
    /// session is opened.
    private func authorityFile(_ cluster: Cluster) -> String? {
        let choice = TrustChoice(session: session, cluster: cluster)
        return (try? choice.authorities())?.file ?? (try? choice.chosenFile())
    }

    /// Refuses a value that a profile file could not contain.
    private static func check(_ value: String, _ flag: String) throws(Failure) {
        let isPlain = value.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar != "\u{FFFD}"
        }
        guard isPlain, !value.isEmpty else {
            throw Failure(
                .usage, "\(flag) is empty, is not UTF-8, or has a control character in it", next: "\(flag) NAME")
        }
    }

    /// The origin of the AWS profile for the cluster.
    package func profileChoice(_ cluster: Cluster) -> CredentialLookup.ProfileChoice {
        if let name = session.options.awsProfile { return .flag(name) }
        return cluster.awsProfile.map { .profileFile($0) } ?? .environment
    }

    private var knownNames: String {
        let names = profiles.entries.map(\.name)
        guard !names.isEmpty else { return "(the profile file has no clusters)" }
        return names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }

    private func named(_ name: String) throws(Failure) -> Cluster {
        switch profiles[name] {
        case .cluster(let cluster): return cluster
        case .broken(_, let issues):
            guard let issue = issues.first else { break }
            let failure = Failure(issue, of: issues.count)
            guard let host = issue.customName, let target = CanonicalName.lookUp(host) else { throw failure }
            throw failure.advising("it leads to \(target); put that into `endpoint`")
        case nil: break
        }
        let near = Suggestion.nearest(to: name, among: profiles.entries.map(\.name))
        throw Failure(
            .usage, "there is no cluster \"\(name)\"", why: "\(session.profilePath) has: \(knownNames)",
            next: near.map { "did you mean \($0)?" } ?? "quarterdeck list")
    }

    private func oneOff(_ text: String, _ options: ClusterChoice) throws(Failure) -> Cluster {
        let endpoint: Endpoint
        do throws(EndpointError) {
            endpoint = try Endpoint(text)
        } catch {
            throw Failure(
                .usage, "no token can be signed for --endpoint", why: error.reason, next: advice(error),
                cause: error.customName == nil ? .profileInvalid : .customDNSName)
        }
        guard let engine = options.engine ?? (endpoint.kind == .dsql ? .dsql : nil) else {
            throw Failure(.usage, "--endpoint needs an engine", next: "--engine postgresql or --engine mysql")
        }
        guard (engine == .dsql) == (endpoint.kind == .dsql) else {
            throw Failure(
                .usage, "--engine \(engine.rawValue) does not fit the endpoint",
                why: endpoint.kind == .dsql ? "it is a DSQL endpoint" : "it is not a DSQL endpoint",
                next: endpoint.kind == .dsql ? "--engine dsql" : "--engine postgresql or --engine mysql")
        }
        var cluster = Cluster(name: endpoint.host, engine: engine, endpoint: endpoint)
        if let port = options.port {
            guard (1...65_535).contains(port) else {
                throw Failure(.usage, "--port is \(port), not in 1 to 65535", next: "--port \(engine.defaultPort)")
            }
            cluster.port = port
        }
        cluster.user = profiles.defaults.user
        cluster.database = profiles.defaults.database
        cluster.region = endpoint.region ?? profiles.defaults.region
        cluster.awsProfile = profiles.defaults.awsProfile
        cluster.caFile = profiles.defaults.caFile
        cluster.isCAOnly = profiles.defaults.isCAOnly
        return cluster
    }

    private func advice(_ error: EndpointError) -> String {
        switch error {
        case .customName(let host):
            CanonicalName.lookUp(host).map { "--endpoint \($0), which it leads to" }
                ?? "--endpoint NAME.cluster-ID.REGION.rds.amazonaws.com"
        case .pasted(_, let host, let port): "--endpoint \(host)" + (port.map { " --port \($0)" } ?? "")
        case .includesPort(let host, let port): "--endpoint \(host) --port \(port)"
        case .empty, .notAHostName, .wrongPartition, .address, .localhost:
            "--endpoint NAME.cluster-ID.REGION.rds.amazonaws.com"
        }
    }

    private func region(_ cluster: Cluster, _ lookup: CredentialLookup, _ user: String) throws(Failure) -> String {
        if let stated = session.options.region {
            try Self.check(region: stated)
            if let named = cluster.endpoint.region, named != stated {
                throw Failure(
                    .usage, "--region \(stated) contradicts the endpoint",
                    why: "\(cluster.endpoint.host) is in \(named)",
                    next: "leave --region out", cause: .regionMismatch)
            }
            return stated
        }
        let usual =
            session.environment["AWS_REGION"] ?? session.environment["AWS_DEFAULT_REGION"]
            ?? lookup.files.region(of: lookup.profile)
        // The writer of a global database is in one of its own regions, whatever the user's usual region is.
        let known = cluster.regions
        let found =
            cluster.region
            ?? (known.count == 1 ? known.first : usual.flatMap { known.isEmpty || known.contains($0) ? $0 : nil })
        guard let found else {
            // Only a token is signed for a region.
            if cluster.passwords[user] != nil { return "" }
            throw Failure(
                .badConfiguration, "the region of \(cluster.name) is not known",
                why: "the name of a global database does not say where its writer is",
                next: (known.isEmpty ? "--region NAME" : "--region " + known.joined(separator: ", or --region "))
                    + ", or region = \"NAME\" in the profile file: the writer's region")
        }
        guard RegionName.isWellFormed(found) else {
            throw Failure(
                .badConfiguration, "\"\(found)\" is not a region", why: "AWS_REGION or the AWS config file says so",
                next: "--region eu-west-1, for instance")
        }
        return found
    }
}
