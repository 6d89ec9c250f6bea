extension MySQLRelay {
    /// The server that a relay leads to.
    public struct Server: Sendable {
        /// The name that the server's certificate has to bear.
        public let endpoint: String
        /// Numeric addresses to dial, tried in this order; a tunnel's near end has only one.
        public let addresses: [String]
        /// The port to dial.
        public let port: Int
        /// The PEM file of the only authorities that count; nil for the system's.
        public let authorityFile: String?
        /// The database user, whoever the child says that it is.
        public let user: String
        /// The database for a child that names none.
        public let database: String?

        /// Describes a server.
        public init(
            endpoint: String, addresses: [String], port: Int, authorityFile: String?, user: String,
            database: String? = nil
        ) {
            self.endpoint = endpoint
            self.addresses = addresses
            self.port = port
            self.authorityFile = authorityFile
            self.user = user
            self.database = database
        }

        /// Where it is dialled, for messages.
        var place: String {
            let address = addresses.first ?? "nowhere"
            return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        }

        /// What would not survive as text that ends with a NUL.
        var isUsable: Bool {
            !user.isEmpty && !addresses.isEmpty && (1...65_535).contains(port)
                && [endpoint, user, database ?? "", authorityFile ?? ""].allSatisfy { !$0.utf8.contains(0) }
        }
    }
}
