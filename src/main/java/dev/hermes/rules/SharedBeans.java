package dev.hermes.rules;

import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;

/**
 * The beans of the edge, for a set of rules to look up.
 *
 * <p>Not the registry itself: a set's registry closes what stands behind it.
 */
final class SharedBeans implements BeanRepository {

    private final BeanRepository beans;

    SharedBeans(BeanRepository beans) {
        this.beans = beans;
    }

    @Override
    public Object lookupByName(String name) {
        return beans.lookupByName(name);
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        return beans.lookupByNameAndType(name, type);
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return beans.findByTypeWithName(type);
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return beans.findByType(type);
    }
}
