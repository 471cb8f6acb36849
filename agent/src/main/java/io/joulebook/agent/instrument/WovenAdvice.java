package io.joulebook.agent.instrument;

import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Advice that keeps no argument of the host's alive. Where there is something to do when a method
 * is left, Byte Buddy has the method work on copies of its arguments, so that the originals can be
 * read then. A method that gives its input up while it runs would not: what nobody reads any more
 * is overwritten, as soon as the copies are there.
 */
final class WovenAdvice {
  private final Advice advice;
  private final boolean releases;

  /**
   * That advice.
   *
   * @param exit the class that says what is done where a method is left
   */
  WovenAdvice(Advice advice, Class<?> exit) {
    this.advice = advice;
    this.releases =
        Stream.of(exit.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Advice.OnMethodExit.class))
            .anyMatch(
                method ->
                    Stream.of(method.getParameterAnnotations())
                        .flatMap(Stream::of)
                        .noneMatch(
                            each ->
                                each instanceof Advice.Argument
                                    || each instanceof Advice.AllArguments
                                    || each instanceof LastArgument));
  }

  /** Has it stand in the methods that match. */
  AsmVisitorWrapper.ForDeclaredMethods on(ElementMatcher<? super MethodDescription> methods) {
    return new AsmVisitorWrapper.ForDeclaredMethods()
        .invokable(
            methods,
            (type, method, visitor, context, pool, writerFlags, readerFlags) -> {
              AdvisedMethods.note(context, method);
              return advice.wrap(
                  type,
                  method,
                  releases && method.isMethod() ? new Releasing(visitor, method) : visitor,
                  context,
                  pool,
                  writerFlags,
                  readerFlags);
            });
  }

  /**
   * Overwrites the references among a method's own arguments after they have been copied: each is
   * loaded in turn and stored behind all of them. From then on nothing of the host's reads them.
   */
  private static final class Releasing extends MethodVisitor {
    private final MethodDescription method;
    private final int[] slots;
    private final Type[] types;
    private int next;
    private boolean loaded;
    private boolean done;

    Releasing(@Nullable MethodVisitor visitor, MethodDescription method) {
      super(OpenedClassReader.ASM_API, visitor);
      this.method = method;
      int first = method.isStatic() ? 0 : 1;
      int count = first + method.getParameters().size();
      slots = new int[count];
      types = new Type[count];
      if (first == 1) {
        types[0] = Type.getObjectType(method.getDeclaringType().asErasure().getInternalName());
      }
      for (ParameterDescription parameter : method.getParameters()) {
        slots[first + parameter.getIndex()] = parameter.getOffset();
        types[first + parameter.getIndex()] =
            Type.getType(parameter.getType().asErasure().getDescriptor());
      }
      done = method.getParameters().isEmpty();
    }

    @Override
    public void visitVarInsn(int instruction, int slot) {
      super.visitVarInsn(instruction, slot);
      if (done) {
        return;
      }
      if (loaded && isStored(instruction, slot)) {
        loaded = false;
        next++;
        if (next == slots.length) {
          done = true;
          release();
        }
        return;
      }
      int goesOn = loaded ? 0 : next;
      broken();
      next = isLoaded(goesOn, instruction, slot) ? goesOn : 0;
      loaded = isLoaded(next, instruction, slot);
    }

    private boolean isStored(int instruction, int slot) {
      return instruction == types[next].getOpcode(Opcodes.ISTORE) && slot >= method.getStackSize();
    }

    private boolean isLoaded(int argument, int instruction, int slot) {
      return instruction == types[argument].getOpcode(Opcodes.ILOAD) && slot == slots[argument];
    }

    private void broken() {
      loaded = false;
      next = done ? next : 0;
    }

    @Override
    public void visitInsn(int instruction) {
      broken();
      super.visitInsn(instruction);
    }

    @Override
    public void visitIntInsn(int instruction, int operand) {
      broken();
      super.visitIntInsn(instruction, operand);
    }

    @Override
    public void visitTypeInsn(int instruction, String type) {
      broken();
      super.visitTypeInsn(instruction, type);
    }

    @Override
    public void visitFieldInsn(int instruction, String owner, String name, String type) {
      broken();
      super.visitFieldInsn(instruction, owner, name, type);
    }

    @Override
    public void visitMethodInsn(
        int instruction, String owner, String name, String type, boolean ofInterface) {
      broken();
      super.visitMethodInsn(instruction, owner, name, type, ofInterface);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      broken();
      super.visitInvokeDynamicInsn(name, type, bootstrap, arguments);
    }

    @Override
    public void visitJumpInsn(int instruction, Label label) {
      broken();
      super.visitJumpInsn(instruction, label);
    }

    @Override
    public void visitLdcInsn(Object value) {
      broken();
      super.visitLdcInsn(value);
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
      broken();
      super.visitIincInsn(slot, increment);
    }

    private void release() {
      for (int i = method.isStatic() ? 0 : 1; i < slots.length; i++) {
        if (types[i].getSort() == Type.OBJECT || types[i].getSort() == Type.ARRAY) {
          super.visitInsn(Opcodes.ACONST_NULL);
          super.visitVarInsn(Opcodes.ASTORE, slots[i]);
        }
      }
    }
  }
}
