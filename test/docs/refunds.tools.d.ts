// Made from refunds.json by `cdk-agentcore types`: change that file and run it again.

/** The input of each tool, by its name. */
export interface ToolInputs {
  /** Pays money back for an order. The amount is in the currency of the order. */
  process_refund: {
    /** The order, as the customer knows it */
    order_id: string;
    /** How much to pay back */
    amount: number;
  };
}
