import AWSCredentials
import ArgumentParser
import ClusterAccess
import Console
import Endpoints
import Failures
import HTTP
import Timestamps
import Trust

/// `quarterdeck ca`: the certificate authorities of Aurora's servers.
struct AuthorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca", abstract: "Fetch AWS's certificate bundle for databases.",
        subcommands: [FetchCommand.self])

    struct FetchCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fetch",
            abstract: "Fetch AWS's certificate bundle over verified HTTPS.",
            discussion: """
                The bundle goes to ~/.aws/rds/global-bundle.pem, or to ~/.aws/rds/REGION-bundle.pem with --region. \
                Quarterdeck looks for it there. The server must have a certificate of Amazon's own roots: behind a \
                proxy that inspects TLS, nothing is fetched. The old file stays when the new one is damaged or has fewer \
                certificates. GovCloud and China have bundles of their own: name the region.
                """)

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let session = Session(common.values)
            let region = session.options.region
            if let region, !RegionName.isWellFormed(region) {
                throw Failure(.usage, "\"\(region)\" is not a region", next: "--region eu-west-1, for instance")
            }
            let environment = session.environment
            let transport = CurlTransport(
                variables: environment.variables, authorities: try DownloadTrust(session: session).file(region: region))
            let fetched = try BundleFetch(
                region: region, directory: environment.path("~/.aws/rds"), transport: transport
            ).run()
            report(fetched, now: session.now)
        }

        private func report(_ fetched: BundleFetch.Outcome, now: Timestamp) {
            let state = fetched.isUnchanged ? "has not changed" : "is written"
            ErrorReport.note("\(fetched.path) \(state): \(fetched.count) certificates")
            ErrorReport.note("SHA-256 \(fetched.hash)")
            let day = fetched.firstEnd.moment.rfc3339.prefix(10)
            let days = fetched.firstEnd.moment.seconds(since: now) / 86_400
            let first = "the first certificate to expire is \(fetched.firstEnd.name), on \(day)"
            if days < 60 {
                ErrorReport.warn("\(first), \(days < 0 ? "in the past" : "in \(days) days")")
            } else {
                ErrorReport.note(first)
            }
        }
    }
}
