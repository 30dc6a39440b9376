package dev.hermes.http;

import org.apache.camel.Exchange;

/** The status with which a rule answers, in the header {@value Exchange#HTTP_RESPONSE_CODE}. */
public final class RuleStatus {

    private static final int LOWEST = 200;
    private static final int HIGHEST = 599;

    private RuleStatus() {}

    /**
     * @param otherwise where the rule left none
     * @throws IllegalStateException if what it left is no status
     */
    public static int of(Exchange exchange, int otherwise) {
        Object left = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
        if (left == null) {
            return otherwise;
        }
        Integer status = exchange.getContext().getTypeConverter().tryConvertTo(Integer.class, exchange, left);
        if (status == null || status != otherwise && (status < LOWEST || status > HIGHEST)) {
            throw new IllegalStateException("A rule must leave a status from " + LOWEST + " to " + HIGHEST
                    + " in the header " + Exchange.HTTP_RESPONSE_CODE + ", but left '" + left + "'");
        }
        return status;
    }
}
