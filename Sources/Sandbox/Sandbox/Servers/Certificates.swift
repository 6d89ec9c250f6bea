import Failures
import Glibc
import LocalFiles
import Timestamps

/// The sandbox's own certificate authority, and the certificates of the two servers.
struct Certificates {
    let setup: ServerSetup

    /// Creates the certificates, unless recent ones of the same kind exist. The authority's key is deleted afterwards.
    ///
    /// - Parameter fault: The fault of the servers' certificates.
    func create(fault: Fault?, now: Timestamp) throws(Failure) {
        let mark = "tls/made"
        let kind = fault.map { "\($0.rawValue)-and-private" } ?? "aurora-and-private"
        if let made = setup.mark(mark)?.split(separator: " "), made.count == 2, made[0] == kind,
            let since = Int64(made[1]), (0..<Self.longestUse).contains(now.secondsSince1970 - since)
        {
            return
        }
        FileTree.remove(setup.paths.own(mark))
        try setup.write(configuration(fault), to: "tls/openssl.cnf")
        try issue("ca", "Quarterdeck sandbox CA", [])
        if fault == .selfSigned { try issue("other", "Another CA", []) }
        for engine in SandboxEngine.allCases {
            let signer = fault == .selfSigned ? "other" : "ca"
            if fault == .expired {
                try issueExpired(engine.cluster)
            } else {
                try issue(engine.cluster, engine.cluster, ["-CA", "\(signer).pem", "-CAkey", "\(signer).key"])
            }
        }
        for key in ["ca", "other"] { unlink(setup.paths.own("tls/\(key).key")) }
        for name in DirectoryListing.names(setup.paths.own("tls")) {
            setup.account.own(setup.paths.own("tls/" + name))
        }
        try setup.write("\(kind) \(now.secondsSince1970)\n", to: mark)
    }

    /// In seconds: certificates are valid for a year, and a sandbox may stay up for a part of it.
    private static let longestUse: Int64 = 10 * 86_400

    private func issue(_ name: String, _ subject: String, _ signer: [String]) throws(Failure) {
        try openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-sha256", "-days",
                "365",
                "-config", "openssl.cnf", "-subj", "/O=Quarterdeck sandbox/CN=\(subject)", "-extensions",
                name == "other" ? "ca" : name, "-keyout", "\(name).key", "-out", "\(name).pem",
            ] + signer)
    }

    /// `req` cannot create an expired certificate; `ca` can.
    private func issueExpired(_ name: String) throws(Failure) {
        try openssl([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-sha256", "-config",
            "openssl.cnf", "-subj", "/O=Quarterdeck sandbox/CN=\(name)", "-keyout", "\(name).key", "-out",
            "\(name).csr",
        ])
        try setup.write("", to: "tls/index.txt")
        try openssl([
            "ca", "-batch", "-notext", "-config", "openssl.cnf", "-name", "issuer", "-md", "sha256", "-startdate",
            "20200101000000Z", "-enddate", "20200201000000Z", "-extensions", name, "-in", "\(name).csr", "-out",
            "\(name).pem",
        ])
    }

    private func openssl(_ arguments: [String]) throws(Failure) {
        let paths = setup.paths
        try setup.run(
            .init(
                arguments: [setup.programs.openssl] + arguments, directory: paths.servers("tls"),
                log: paths.own("log/openssl.log")), asSelf: true)
    }

    private func configuration(_ fault: Fault?) -> String {
        let leaves = SandboxEngine.allCases.map { engine in
            // Also the tunnel's local end, so that the usual MySQL clients, which verify the name they connect to, can
            // be tried by hand.
            let names =
                fault == .wrongName
                ? ["DNS:\(engine.cluster).example.com"] : engine.hosts.map { "DNS:\($0)" } + ["IP:127.0.0.1"]
            return """
                [\(engine.cluster)]
                basicConstraints=critical,CA:FALSE
                keyUsage=critical,digitalSignature
                extendedKeyUsage=serverAuth
                subjectKeyIdentifier=hash
                authorityKeyIdentifier=keyid
                subjectAltName=\(names.joined(separator: ","))

                """
        }
        return """
            [req]
            prompt=no
            distinguished_name=dn
            [dn]
            O=Quarterdeck sandbox
            [issuer]
            database=index.txt
            new_certs_dir=.
            rand_serial=yes
            certificate=ca.pem
            private_key=ca.key
            policy=any
            [any]
            organizationName=optional
            commonName=optional
            [ca]
            basicConstraints=critical,CA:TRUE
            keyUsage=critical,keyCertSign,cRLSign
            subjectKeyIdentifier=hash

            """ + leaves.joined()
    }
}
