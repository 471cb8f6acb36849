package io.joulebook.collector;

/**
 * A budget or a rule of models, and whether it was of use.
 *
 * @param kind {@code budget} or {@code model_rule}
 * @param name the budget's name; of a rule what it matches, for it has no name
 * @param watches what it matches, in words
 * @param matched whether it has matched any call since it was put in force
 */
public record RuleStatus(String kind, String name, String watches, boolean matched) {}
