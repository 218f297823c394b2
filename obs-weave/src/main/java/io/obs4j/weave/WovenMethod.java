package io.obs4j.weave;

import net.bytebuddy.description.method.MethodDescription;

/**
 * A method that is to be woven.
 *
 * @param method as it was compiled
 * @param descriptor of its parameters and its result, all of which are on the class path
 * @param plan the operation that it is to be
 */
record WovenMethod(MethodDescription.InDefinedShape method, String descriptor, OperationPlan plan) {

  boolean is(String name, String ofDescriptor) {
    return method.getInternalName().equals(name) && descriptor.equals(ofDescriptor);
  }
}
