// Made from customers.json by `cdk-agentcore types`: change that file and run it again.

/** The input of each tool, by its name. */
export interface ToolInputs {
  /** Shows one customer: name, e-mail address, how long they have been a customer, and their ten latest orders. */
  customer_profile: {
    /** The customer's id, for example C-100. An order says which customer placed it. */
    customer_id: string;
  };
}
