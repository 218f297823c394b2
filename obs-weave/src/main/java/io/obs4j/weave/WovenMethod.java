package io.obs4j.weave;

import net.bytebuddy.description.method.MethodDescription;

/**
 * A method that is to be woven.
 *
 * @param method as it was compiled
 * @param plan the operation that it is to be
 */
record WovenMethod(MethodDescription.InDefinedShape method, OperationPlan plan) {

  boolean is(String name, String descriptor) {
    return method.getInternalName().equals(name) && method.getDescriptor().equals(descriptor);
  }
}
