/** One recipient's line in a delivery report (RFC 3464, 2.3). */
export interface DeliveryStatus {
  address: string;
  /** `failed`, `delayed`, `delivered`, `relayed`, `expanded`, in lower case; empty when missing. */
  action: string;
  /** `5.1.1`; empty when missing. */
  status: string;
  /** The remote server's own words. */
  diagnostic: string;
}
